import type { Logger } from './logging/logger.ts'

/** Releases resources at the end: last in, first out. A failed release does not keep the others from running. */
export function createReleases(logger: Logger) {
  const releases: { name: string; release: () => Promise<void> }[] = []
  return {
    add(name: string, release: () => Promise<void>): void {
      releases.push({ name, release })
    },
    async run(): Promise<void> {
      for (const { name, release } of releases.splice(0).toReversed()) {
        try {
          await release()
        } catch (error) {
          logger.error({ err: error, part: name }, 'stop.failed')
        }
      }
    },
  }
}
