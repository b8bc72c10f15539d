import { write, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Lines that wait for a slow reader; further lines are dropped. */
const WAITING_CHARACTERS_MAX = 8 * 1024 * 1024
/** Pause before the next write to a slow reader. */
const RETRY_MS = 50
/** Maximum number of pauses until a system call counts as blocked. On a busy machine, one that is not takes a while. */
const CALL_PAUSES_MAX = 20
const CALL_PAUSE_MS = 25
/** Time limit for the last lines when the process exits without `flush`. */
const SYNC_MS_MAX = 250
/** The pipe has lost its reader, or the descriptor was never open. */
const GONE = new Set(['EPIPE', 'EBADF'])
const SLOW = new Set(['EAGAIN', 'EBUSY', 'EINTR'])

const sleeper = new Int32Array(new SharedArrayBuffer(4))

/**
 * The output of a log: a descriptor whose reader may be slow, stopped or gone, or a file on a full disk. Then lines are lost, but the
 * process does not end, wait or use CPU time. pino's own destination retries every error for ever when the process exits, also a broken
 * pipe (`flushSync` of sonic-boom 4.2).
 */
export class LogOutput {
  readonly #descriptor: number
  #onLoss: (lines: number) => void = () => {}
  #waiting = ''
  #inFlight: Buffer | undefined
  #isCalling = false
  #isGone = false
  #linesLost = 0
  #idle = Promise.withResolvers<void>()

  constructor(descriptor: number) {
    this.#descriptor = descriptor
  }

  /** Sets the listener that is called with the number of lost lines when writing works again. */
  onLoss(listener: (lines: number) => void): void {
    this.#onLoss = listener
  }

  /** Writes one line in the background. Never throws. */
  write(line: string): void {
    if (this.#isGone) return
    if (this.#waiting.length + line.length > WAITING_CHARACTERS_MAX) {
      this.#linesLost += 1
      return
    }
    this.#waiting += line
    if (this.#inFlight === undefined) this.#writeNext()
  }

  /**
   * Waits until all lines are written, at most `ms`.
   * @returns false when a system call is still blocked: Node.js would wait for it before it exits
   */
  async flush(ms: number): Promise<boolean> {
    if (this.#inFlight === undefined) return true
    const deadline = Promise.withResolvers<void>()
    const timer = setTimeout(deadline.resolve, ms)
    await Promise.race([this.#idle.promise, deadline.promise])
    clearTimeout(timer)
    for (let pauses = 0; this.#isCalling && pauses < CALL_PAUSES_MAX; pauses += 1) await sleep(CALL_PAUSE_MS)
    return !this.#isCalling
  }

  /** Writes waiting lines synchronously, within SYNC_MS_MAX: for the exit of a process. */
  flushSync(): void {
    // Another thread writes the chunk in flight; Node.js waits for it when the process exits.
    const begun = this.#isCalling ? undefined : this.#inFlight
    let rest = Buffer.concat([begun ?? Buffer.alloc(0), Buffer.from(this.#waiting)])
    this.#waiting = ''
    if (begun !== undefined) this.#inFlight = Buffer.alloc(0)
    const deadline = performance.now() + SYNC_MS_MAX
    while (rest.length > 0 && !this.#isGone && performance.now() < deadline) {
      try {
        rest = rest.subarray(writeSync(this.#descriptor, rest))
      } catch (error) {
        if (!SLOW.has(codeOf(error))) break
        Atomics.wait(sleeper, 0, 0, RETRY_MS)
      }
    }
    this.#linesLost += countLines(rest)
  }

  #writeNext(): void {
    if (this.#waiting === '') {
      this.#inFlight = undefined
      this.#idle.resolve()
      this.#idle = Promise.withResolvers<void>()
      return
    }
    this.#inFlight = Buffer.from(this.#waiting)
    this.#waiting = ''
    this.#writeInFlight()
  }

  #writeInFlight(): void {
    const chunk = this.#inFlight ?? Buffer.alloc(0)
    this.#isCalling = true
    write(this.#descriptor, chunk, (error, bytes) => {
      this.#isCalling = false
      if (error === null) this.#written(chunk.subarray(bytes))
      else this.#failed(codeOf(error), chunk)
    })
  }

  #written(rest: Buffer): void {
    if (rest.length > 0) {
      this.#inFlight = rest
      this.#writeInFlight()
      return
    }
    this.#writeNext()
    const lost = this.#linesLost
    this.#linesLost = 0
    if (lost > 0) this.#onLoss(lost)
  }

  #failed(code: string, chunk: Buffer): void {
    if (SLOW.has(code)) {
      setTimeout(() => this.#writeInFlight(), RETRY_MS).unref()
      return
    }
    this.#linesLost += countLines(chunk)
    this.#isGone = GONE.has(code)
    if (this.#isGone) this.#waiting = ''
    this.#writeNext()
  }
}

function countLines(chunk: Buffer): number {
  let lines = 0
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1
  return lines
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
