/** What a list and a text take beside their items and characters, about. */
const BYTES_OF_OBJECT = 40
const BYTES_OF_ITEM = 8

/** The event types of many subscriptions: equal lists, and equal texts in them, are kept once. */
export class SharedEventTypes {
  readonly #lists = new Map<string, string[]>()
  readonly #texts = new Map<string, string>()
  #bytes = 0

  /** How much memory they take, about. */
  get bytes(): number {
    return this.#bytes
  }

  /** A list like this one: no one may change it. */
  share(list: string[]): string[] {
    // No event type has a line break.
    const name = list.join('\n')
    const known = this.#lists.get(name)
    if (known !== undefined) return known
    const shared = list.map((text) => this.#shareText(text))
    this.#lists.set(name, shared)
    this.#bytes += BYTES_OF_OBJECT + BYTES_OF_ITEM * shared.length
    return shared
  }

  #shareText(text: string): string {
    const known = this.#texts.get(text)
    if (known !== undefined) return known
    this.#texts.set(text, text)
    this.#bytes += BYTES_OF_OBJECT + text.length
    return text
  }
}
