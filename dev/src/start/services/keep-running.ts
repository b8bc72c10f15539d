import { setTimeout as sleep } from 'node:timers/promises'
import { explain, firstLine } from '../../problem.ts'
import { countDeaths, restartPauseMs } from './restart-pause.ts'

/** One life of something that should always run. */
export type Life = {
  /** Resolves when it is over, with how it ended: "stopped (exit code 1)". */
  over: Promise<string>
  stop(hurry: AbortSignal): Promise<void>
}

export type KeptRunning = {
  /** How often in a row it died early. */
  deaths(): number
  /** Ends its life and starts no other. */
  stop(hurry: AbortSignal): Promise<void>
}

/** Starts it again whenever its life is over, after a pause that grows. */
export function keepRunning({
  name,
  start,
  say,
}: {
  name: string
  start: () => Promise<Life>
  say: (line: string) => void
}): KeptRunning {
  const stopping = new AbortController()
  let life: Life | undefined
  let deaths = 0

  async function live(): Promise<string> {
    try {
      life = await start()
      return await life.over
    } catch (error) {
      return `did not start (${firstLine(explain(error))})`
    } finally {
      life = undefined
    }
  }

  async function liveAgainAndAgain(): Promise<void> {
    while (!stopping.signal.aborted) {
      const startedMs = performance.now()
      const ending = await live()
      if (stopping.signal.aborted) return
      deaths = countDeaths(deaths, performance.now() - startedMs)
      const pauseMs = restartPauseMs(deaths)
      say(`${name} ${ending}. Starting it again in ${pauseMs / 1_000} s.`)
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }

  const end = liveAgainAndAgain()
  return {
    deaths: () => deaths,
    async stop(hurry) {
      stopping.abort()
      await life?.stop(hurry)
      await end
    },
  }
}
