/**
 * Releases what a process has acquired: last in, first out. A failed release does not keep the others from running. Used by the
 * services, `npm start`, the benchmarks and the chaos suite.
 */
export interface CleanupStack {
  add(name: string, release: () => Promise<void> | void): void
  run(): Promise<void>
}

export function createCleanupStack(log: {
  error(fields: { err: unknown; part: string }, message: string): void
}): CleanupStack {
  const acquired: { name: string; release: () => Promise<void> | void }[] = []
  return {
    add(name, release) {
      acquired.push({ name, release })
    },
    async run() {
      for (const { name, release } of acquired.splice(0).toReversed()) {
        try {
          await release()
        } catch (error) {
          log.error({ err: error, part: name }, 'stop.failed')
        }
      }
    },
  }
}
