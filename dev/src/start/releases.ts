import { explain } from '../user-error.ts'

type Release = (hurry: AbortSignal) => Promise<void> | void

/** The functions that stop what was started: last first, continuing when one fails. */
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
