/** The longest time without a line of output. */
const SILENCE_MS = 2_000

export type Progress = {
  /** Prints one line. */
  say: (line: string) => void
  /** Prints the step, progress every few seconds, and the duration; `detail` prints further lines. */
  step: <T>(title: string, work: (detail: (line: string) => void) => Promise<T>) => Promise<T>
}

export function createProgress(write: (line: string) => void): Progress {
  let lastLineMs = performance.now()
  const say = (line: string) => {
    lastLineMs = performance.now()
    write(line)
  }
  return {
    say,
    async step(title, work) {
      const startedMs = performance.now()
      const seconds = () => ((performance.now() - startedMs) / 1_000).toFixed(1)
      const heartbeat = setInterval(() => {
        if (performance.now() - lastLineMs >= SILENCE_MS) say(`  … ${title} (${seconds()} s so far)`)
      }, SILENCE_MS / 4)
      try {
        const result = await work((line) => say(`  … ${line}`))
        say(`✔ ${title} (${seconds()} s)`)
        return result
      } catch (error) {
        // The caller reports the error itself.
        const isStopped = error instanceof Error && error.name === 'AbortError'
        say(`${isStopped ? '–' : '✘'} ${title} (${seconds()} s)`)
        throw error
      } finally {
        clearInterval(heartbeat)
      }
    },
  }
}
