import { setTimeout as sleep } from 'node:timers/promises'
import { explain, firstLine } from '../../user-error.ts'
import { countEarlyExits, restartPauseMs } from './restart-pause.ts'

/** One run of a supervised process. */
export type Run = {
  /** Resolves when it has ended, with how: "stopped (exit code 1)". */
  over: Promise<string>
  stop(hurry: AbortSignal): Promise<void>
}

export type KeptRunning = {
  /** How often in a row it exited early. */
  earlyExits(): number
  /** Ends the current run and starts no other. */
  stop(hurry: AbortSignal): Promise<void>
}

/** Restarts a process whenever it exits, with backoff. */
export function keepRunning({
  name,
  start,
  say,
}: {
  name: string
  start: () => Promise<Run>
  say: (line: string) => void
}): KeptRunning {
  const stopping = new AbortController()
  let run: Run | undefined
  let earlyExits = 0

  async function runOnce(): Promise<string> {
    try {
      run = await start()
      return await run.over
    } catch (error) {
      return `did not start (${firstLine(explain(error))})`
    } finally {
      run = undefined
    }
  }

  async function runUntilStopped(): Promise<void> {
    while (!stopping.signal.aborted) {
      const startedMs = performance.now()
      const ending = await runOnce()
      if (stopping.signal.aborted) return
      earlyExits = countEarlyExits(earlyExits, performance.now() - startedMs)
      const pauseMs = restartPauseMs(earlyExits)
      say(`${name} ${ending}. Starting it again in ${pauseMs / 1_000} s.`)
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }

  const end = runUntilStopped()
  return {
    earlyExits: () => earlyExits,
    async stop(hurry) {
      stopping.abort()
      await run?.stop(hurry)
      await end
    },
  }
}
