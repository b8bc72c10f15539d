import type { CallOptions } from '../http/request-options.ts'

/** A part of a list. */
export interface Page<Item> {
  data: Item[]
  /** Where the next page begins; null at the end of the list. */
  nextCursor: string | null
}

/** Where a page begins, and how long it is at most. */
export interface PagePosition {
  cursor?: string | undefined
  limit?: number | undefined
}

/** A list of the API. Nothing is read before it is iterated, and then a page at a time. */
export class List<Item> implements AsyncIterable<Item> {
  readonly #read: (position: PagePosition, options: CallOptions) => Promise<Page<Item>>

  /** @param read a page; without a member, the query of the list decides. */
  constructor(read: (position: PagePosition, options: CallOptions) => Promise<Page<Item>>) {
    this.#read = read
  }

  /** Reads one page: the first one, or the one at `cursor`. It may be shorter than `limit` before the end of the list. */
  page({ cursor, limit, ...options }: PagePosition & CallOptions = {}): Promise<Page<Item>> {
    const position = { ...(cursor !== undefined && { cursor }), ...(limit !== undefined && { limit }) }
    return this.#read(position, options)
  }

  /** Reads page after page, beginning at `cursor`. */
  async *pages(options: PagePosition & CallOptions = {}): AsyncGenerator<Page<Item>, void> {
    let { cursor } = options
    for (;;) {
      const page = await this.page({ ...options, cursor })
      yield page
      if (page.nextCursor === null) return
      cursor = page.nextCursor
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void> {
    for await (const page of this.pages()) yield* page.data
  }
}
