/** The terminal, npm and the bootstrap each deliver the same Ctrl-C: signals within this time are duplicates. */
const ECHO_MS = 700

export type SignalMeaning = 'stop' | 'hurry' | 'echo'

/** Distinguishes a first Ctrl-C, its duplicates and a second one. `nowMs` is the time of the signal. */
export function createSignalClassifier(): (nowMs: number) => SignalMeaning {
  let lastMs: number | undefined
  return (nowMs) => {
    const previousMs = lastMs
    lastMs = nowMs
    if (previousMs === undefined) return 'stop'
    return nowMs - previousMs < ECHO_MS ? 'echo' : 'hurry'
  }
}

/**
 * Listens for SIGINT, SIGTERM and SIGHUP, and for the end of the bootstrap, which closes the IPC channel. The first of
 * these aborts `stop`, a later signal aborts `hurry`.
 */
export function listenForStop(): { stop: AbortSignal; hurry: AbortSignal } {
  const stop = new AbortController()
  const hurry = new AbortController()
  const classify = createSignalClassifier()
  const listener = () => {
    const meaning = classify(performance.now())
    if (meaning === 'stop') stop.abort()
    if (meaning === 'hurry') hurry.abort()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, listener)
  process.on('disconnect', () => stop.abort())
  process.channel?.unref()
  // The terminal may close first; a failed write must not interrupt the graceful stop.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
  return { stop: stop.signal, hurry: hurry.signal }
}
