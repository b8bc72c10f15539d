import { joined, type LiveChange } from './live-message.ts'

/** What changes together is read once. */
const COLLECT_MS = 300
/** A busy tenant changes all the time, and people read no faster. */
const INTERVAL_MS = 2_000

export interface CollectedChanges {
  add: (change: LiveChange) => void
  /** Passes on what was collected while the tab was hidden. */
  show: () => void
  stop: () => void
}

/**
 * Passes changes on together, at intervals, and only while the tab is shown.
 * @param take receives them. Until what it returns has settled, the next ones wait: a slow read is not started again and again
 */
export function collectChanges(
  take: (change: LiveChange) => Promise<unknown>,
  { isShown, now }: { isShown: () => boolean; now: () => number },
): CollectedChanges {
  let collected: LiveChange | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let isTaking = false
  let takenAtMs = Number.NEGATIVE_INFINITY

  function pass(): void {
    timer = undefined
    if (collected === undefined || isTaking || !isShown()) return
    const change = collected
    collected = undefined
    takenAtMs = now()
    isTaking = true
    const settled = () => {
      isTaking = false
      if (collected !== undefined) schedule()
    }
    take(change).then(settled, settled)
  }
  const schedule = () => {
    timer ??= setTimeout(pass, Math.max(COLLECT_MS, takenAtMs + INTERVAL_MS - now()))
  }
  return {
    add(change) {
      collected = collected === undefined ? change : joined(collected, change)
      schedule()
    },
    show: schedule,
    stop: () => clearTimeout(timer),
  }
}
