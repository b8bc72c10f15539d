/** Ends a command that runs until it is stopped. */
export interface Stop {
  signal: AbortSignal
  /** The second time, or the second signal, ends the process at once. */
  request: () => void
}

const INTERRUPTED = 130

/** Is requested by Ctrl-C, SIGTERM or SIGHUP. */
export function stopSignal(): Stop {
  const controller = new AbortController()
  const request = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED)
    controller.abort()
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, request)
  return { signal: controller.signal, request }
}
