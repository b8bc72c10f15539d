const ITEMS_OF_SLICE = 50

/**
 * Serializes `{ "data": [...] }` in slices, for an unpaged list that would block the event loop if serialized at once.
 * @param items in their final form: they do not pass the schema of the reply
 */
export function* writeListInSlices(items: readonly object[]): Generator<undefined, string> {
  const texts: string[] = []
  for (const item of items) {
    if (texts.length % ITEMS_OF_SLICE === 0) yield
    texts.push(JSON.stringify(item))
  }
  return `{"data":[${texts.join()}]}`
}
