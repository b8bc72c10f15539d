import { explain } from '../problem.ts'

type Release = (hurry: AbortSignal) => Promise<void> | void

/** What was started, to be stopped in the opposite order, each although another one fails. */
export class Releases {
  readonly #stack: Release[] = []

  push(release: Release): void {
    this.#stack.push(release)
  }

  async run(hurry: AbortSignal, say: (line: string) => void): Promise<void> {
    for (let release = this.#stack.pop(); release; release = this.#stack.pop()) {
      try {
        await release(hurry)
      } catch (error) {
        say(explain(error))
      }
    }
  }
}
