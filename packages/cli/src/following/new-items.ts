/** A list, newest first, a page at a time. */
export type Pages<Item> = AsyncIterable<{ data: readonly Item[]; nextCursor: string | null }>

/** What is new in a list, the oldest first. */
export interface Found<Item> {
  items: Item[]
  /** Whether older new ones may be missing, because there are too many. */
  isCut: boolean
}

/** Maximum number of items that are recognized again. */
const SEEN_MAX = 10_000
/** More pages are not read at once. */
const PAGES_MAX = 20

/** Finds what is new in a list that grows at its beginning. Items may appear a little out of order. */
export class NewItems<Item extends { id: string }> {
  readonly #seen = new Set<string>()

  /** Takes the items that exist now for known. */
  async skip(pages: Pages<Item>): Promise<void> {
    let count = 0
    for await (const { data } of pages) {
      this.#add(data)
      count += 1
      // A page of a filtered list may be empty before its end.
      if (data.length > 0 || count >= PAGES_MAX) break
    }
  }

  /** The items that were not there before, the oldest first. Reads up to the first page with a known one. */
  async read(pages: Pages<Item>): Promise<Found<Item>> {
    const found: Item[] = []
    let count = 0
    let isCut = false
    for await (const { data, nextCursor } of pages) {
      const fresh = data.filter(({ id }) => !this.#seen.has(id))
      found.push(...fresh)
      count += 1
      if (fresh.length < data.length) break
      if (count < PAGES_MAX) continue
      isCut = found.length > 0 && nextCursor !== null
      break
    }
    this.#add(found)
    return { items: found.toReversed(), isCut }
  }

  #add(items: readonly Item[]): void {
    for (const { id } of items.toReversed()) this.#seen.add(id)
    // A set keeps the order in which its members were added.
    for (const id of this.#seen) {
      if (this.#seen.size <= SEEN_MAX) break
      this.#seen.delete(id)
    }
  }
}
