/** A deadline for something that can be aborted. */
export interface Deadline {
  signal: AbortSignal
  /** Whether the time was up, and not the caller's signal aborted. */
  isOver(): boolean
  /** Starts the time again. */
  restart(timeoutMs: number): void
  /** Stops the clock; `signal` still follows the caller's. */
  stop(): void
  /** Stops the clock, and following the caller's signal. */
  release(): void
}

/** Of a timer: a longer one would be over at once. */
const TIMER_MS_MAX = 2 ** 31 - 1

/** Aborts when the time is up, or the caller's signal is aborted. */
export function abortAfter(timeoutMs: number, callerSignal: AbortSignal | undefined): Deadline {
  const controller = new AbortController()
  let isOver = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const follow = () => controller.abort(callerSignal?.reason)
  const stop = () => clearTimeout(timer)
  const restart = (ms: number) => {
    stop()
    timer = setTimeout(
      () => {
        isOver = true
        controller.abort()
      },
      Math.min(ms, TIMER_MS_MAX),
    )
  }
  if (callerSignal?.aborted) follow()
  else callerSignal?.addEventListener('abort', follow, { once: true })
  restart(timeoutMs)
  return {
    signal: controller.signal,
    isOver: () => isOver,
    restart,
    stop,
    release() {
      stop()
      callerSignal?.removeEventListener('abort', follow)
    },
  }
}
