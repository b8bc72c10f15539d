/**
 * Releases of resources: last in, first out. A failed release does not keep the others from running. Used by the services,
 * `npm start`, the benchmarks and the chaos suite.
 */
export interface Releases {
  add(name: string, release: () => Promise<void> | void): void
  run(): Promise<void>
}

export function createReleases(log: {
  error(fields: { err: unknown; part: string }, message: string): void
}): Releases {
  const releases: { name: string; release: () => Promise<void> | void }[] = []
  return {
    add(name, release) {
      releases.push({ name, release })
    },
    async run() {
      for (const { name, release } of releases.splice(0).toReversed()) {
        try {
          await release()
        } catch (error) {
          log.error({ err: error, part: name }, 'stop.failed')
        }
      }
    },
  }
}
