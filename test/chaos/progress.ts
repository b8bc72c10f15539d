import type { Injected } from './journal.ts'
import type { Load } from './load.ts'
import { countPending } from './record.ts'
import type { World } from './world.ts'

const LINE_MS = 5000

/** Prints every few seconds how far the run is and what is broken. */
export function startProgress({
  world,
  load,
  journal,
  say,
}: {
  world: World
  load: Load
  journal: readonly Injected[]
  say: (line: string) => void
}): { stop(): void } {
  const beganMs = performance.now()
  let isOver = false

  async function line(): Promise<void> {
    const seconds = Math.round((performance.now() - beganMs) / 1000)
    const pending = await countPending(world).catch(() => '?')
    if (isOver) return
    const accepted = load.offers.filter(({ eventId }) => eventId !== undefined).length
    const broken = journal.filter(({ untilMs }) => untilMs === undefined).map(({ name }) => name)
    say(
      `${String(seconds).padStart(5)} s  accepted ${accepted}, waiting for a reply ${load.open()}, ` +
        `pending ${pending}, requests ${world.seen.length}  ${broken.join('; ')}`.trimEnd(),
    )
  }

  const timer = setInterval(() => void line(), LINE_MS)
  return {
    stop() {
      isOver = true
      clearInterval(timer)
    },
  }
}
