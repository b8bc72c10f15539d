import type { List, Tenant } from '@posthorn/client'
import { isRefusal } from '../process/is-refusal.ts'
import { Coalesced } from './coalesced.ts'
import { NewItems } from './new-items.ts'

/** A list, newest first, that grows. */
export interface Followed<Item extends { id: string }> {
  /** Hints of this kind say that the list has grown. */
  kind: 'event' | 'delivery'
  list: () => List<Item>
}

/** What happens while a list is followed. */
export interface FollowOptions<Item> {
  stop: AbortSignal
  onReady: () => void
  /** Called for each new item, the oldest first. */
  onItem: (item: Item) => void
  /** Called before new items when older ones may be missing, because there are too many. */
  onCut: () => void
}

/** Hints can be lost. */
const READ_EVERY_MS = 30_000

/**
 * Follows a list by live updates until it is stopped.
 * @throws PosthornError when the API refuses
 */
export async function follow<Item extends { id: string }>(
  tenant: Tenant,
  { kind, list }: Followed<Item>,
  { stop, onReady, onItem, onCut }: FollowOptions<Item>,
): Promise<void> {
  const failed = new AbortController()
  const signal = AbortSignal.any([stop, failed.signal])
  const items = new NewItems<Item>()
  let isReady = false
  const reader = new Coalesced(
    async () => {
      if (isReady) {
        const found = await items.read(list().pages({ signal }))
        if (found.isCut) onCut()
        found.items.forEach(onItem)
        return
      }
      await items.skip(list().pages({ signal }))
      isReady = true
      onReady()
    },
    // Another failure passes: the next hint, or the timer, reads again.
    (error) => isRefusal(error) && failed.abort(error),
  )
  const timer = setInterval(() => reader.request(), READ_EVERY_MS)
  try {
    for await (const update of tenant.live({ signal })) {
      if (update.event !== 'changed' || concerns(update, kind)) reader.request()
    }
  } catch (error) {
    if (!stop.aborted) throw error
  } finally {
    clearInterval(timer)
    failed.abort()
  }
}

function concerns(
  { hints, many }: { hints: readonly { kind: string }[]; many: readonly string[] },
  kind: string,
): boolean {
  return many.includes(kind) || hints.some((hint) => hint.kind === kind)
}
