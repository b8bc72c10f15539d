/** The first items of a list. */
export async function collect<Item>(items: AsyncIterable<Item>, limit: number): Promise<Item[]> {
  const collected: Item[] = []
  for await (const item of items) {
    collected.push(item)
    if (collected.length >= limit) break
  }
  return collected
}
