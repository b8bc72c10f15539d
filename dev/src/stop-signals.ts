/** npm, the bootstrap and the terminal each pass the same Ctrl-C on: what comes this soon is an echo. */
const ECHO_MS = 700

export type StopWish = 'stop' | 'hurry' | 'echo'

/** Tells a first Ctrl-C from its echoes and from a second one. `nowMs` comes in with each signal. */
export function createStopWishes(): (nowMs: number) => StopWish {
  let lastMs: number | undefined
  return (nowMs) => {
    const previousMs = lastMs
    lastMs = nowMs
    if (previousMs === undefined) return 'stop'
    return nowMs - previousMs < ECHO_MS ? 'echo' : 'hurry'
  }
}

/**
 * Listens for SIGINT, SIGTERM and SIGHUP, and for the end of the bootstrap that started us: then its IPC channel
 * closes. The first of these aborts `stop`, another signal `hurry`.
 */
export function listenForStop(): { stop: AbortSignal; hurry: AbortSignal } {
  const stop = new AbortController()
  const hurry = new AbortController()
  const wishAt = createStopWishes()
  const listener = () => {
    const wish = wishAt(performance.now())
    if (wish === 'stop') stop.abort()
    if (wish === 'hurry') hurry.abort()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, listener)
  process.on('disconnect', () => stop.abort())
  process.channel?.unref()
  // The terminal may be gone before we are; writing to it must not end the tidy stop.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
  return { stop: stop.signal, hurry: hurry.signal }
}
