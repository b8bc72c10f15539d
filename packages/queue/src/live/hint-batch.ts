import type { LiveHint, LiveHints, LiveKind } from '@posthorn/contracts'

/** Maximum number of hints that fit, with the longest ids, into the payload of a NOTIFY (`live-message.ts`). */
export const HINTS_MAX = 40

/** Collects the hints of one tenant, in bounded memory: the latest of each object, and beyond a number only the kinds. */
export class HintBatch {
  readonly #hints = new Map<string, LiveHint>()
  readonly #many = new Set<LiveKind>()

  /** @param ids `many` when it does not matter which */
  add(kind: LiveKind, ids: Iterable<string> | 'many', status?: string): void {
    if (ids === 'many') {
      this.#many.add(kind)
      return
    }
    for (const id of ids) {
      if (!this.#hints.has(id) && this.#hints.size === HINTS_MAX) {
        this.#many.add(kind)
        return
      }
      this.#hints.set(id, { kind, id, ...(status === undefined ? {} : { status }) })
    }
  }

  addAll({ hints, many }: LiveHints): void {
    for (const { kind, id, status } of hints) this.add(kind, [id], status)
    for (const kind of many) this.add(kind, 'many')
  }

  /** @param max of the listed hints; the kinds of the others are in `many` */
  toHints(max: number = HINTS_MAX): LiveHints {
    const all = [...this.#hints.values()]
    const many = new Set([...this.#many, ...all.slice(max).map(({ kind }) => kind)])
    return { hints: all.slice(0, max), many: [...many] }
  }
}
