import { randomBytes } from 'node:crypto'
import type { LiveHints } from '@posthorn/contracts'

/** Number of latest events that are kept for connections that resume. */
const KEPT_MAX = 20

/** An event of a stream, in the format of server-sent events. */
interface KeptEvent {
  position: number
  text: string
}

/**
 * The latest events of one tenant, with their ids, so that a stream can be resumed.
 *
 * - `changed`: hints.
 * - `resync`: hints may have been lost; read again what is shown.
 * - `ready`: the stream has started, and what follows it is complete.
 */
export class LiveEvents {
  /** Ids of another process, or of an earlier list, are unknown. */
  readonly #list = randomBytes(6).toString('hex')
  #position = 0
  #kept: KeptEvent[] = []

  /** @returns the text of the added event */
  add(event: { changed: LiveHints } | 'resync'): string {
    this.#position += 1
    const text =
      event === 'resync'
        ? this.#textOf('resync', this.#position)
        : this.#textOf('changed', this.#position, event.changed)
    this.#kept = [...this.#kept.slice(1 - KEPT_MAX), { position: this.#position, text }]
    return text
  }

  /**
   * What a new stream begins with: `ready` and the events after the last one that its client has, or `resync` when not all of them
   * are known.
   * @param lastEventId undefined for a client that has none
   */
  beginning(lastEventId: string | undefined): string {
    if (lastEventId === undefined) return this.#textOf('ready', this.#position)
    const last = this.#positionOf(lastEventId)
    const missed = last === undefined ? undefined : this.#after(last)
    if (last === undefined || missed === undefined) return this.#textOf('resync', this.#position)
    return [this.#textOf('ready', last), ...missed].join('')
  }

  /** Undefined when some of them are no longer kept. */
  #after(last: number): string[] | undefined {
    if (last > this.#position || last < this.#position - this.#kept.length) return undefined
    return this.#kept.filter(({ position }) => position > last).map(({ text }) => text)
  }

  #positionOf(eventId: string): number | undefined {
    const [list, position = ''] = eventId.split('-', 2)
    return list === this.#list && /^\d{1,15}$/.test(position) ? Number(position) : undefined
  }

  #textOf(name: string, position: number, data: LiveHints | Record<string, never> = {}): string {
    return `id: ${this.#list}-${position}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`
  }
}
