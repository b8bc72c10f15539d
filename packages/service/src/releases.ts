import type { Logger } from './logging/logger.ts'

/**
 * What has to be given back at the end. Each release stands next to its acquisition; they run last in, first out, and
 * one that fails does not keep the others from running.
 */
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
