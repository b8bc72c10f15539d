/** Of a list or a text without its items or characters, estimated. */
const BYTES_OF_OBJECT = 40
const BYTES_OF_ITEM = 8

/** The event types of many subscriptions. Equal lists, and equal texts in them, are stored once. */
export class SharedEventTypes {
  readonly #lists = new Map<string, string[]>()
  readonly #texts = new Map<string, string>()
  #bytes = 0

  /** Memory that they take, estimated. */
  get bytes(): number {
    return this.#bytes
  }

  /** An equal list, which must not be changed. */
  share(list: string[]): string[] {
    // No event type contains a line break.
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
