const ITEMS_OF_PIECE = 50

/**
 * Writes `{ "data": [...] }` in pieces, for a list without pages: it may have so many items that a serializer would block
 * the event loop.
 * @param items as they are to be shown: they do not go through the schema of the reply
 */
export function* writingList(items: readonly object[]): Generator<undefined, string> {
  const texts: string[] = []
  for (const item of items) {
    if (texts.length % ITEMS_OF_PIECE === 0) yield
    texts.push(JSON.stringify(item))
  }
  return `{"data":[${texts.join()}]}`
}
