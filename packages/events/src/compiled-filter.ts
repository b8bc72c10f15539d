import { type Filter, FilterFormError, parseFilter } from '@posthorn/webhook'

/** Of all that are kept, about. A tenant's filters, as many and as large as there may be, fit in. */
const KEPT_BYTES_MAX = 64 * 1024 * 1024
const BYTES_OF_CONDITION = 400

interface Kept {
  filter: Filter | undefined
  bytes: number
}

// A Map keeps the order in which its entries were set: the first is the one that was not used for the longest time.
const kept = new Map<string, Kept>()
let bytes = 0

/**
 * A filter ready to be asked, from its text in the database: read once, not for every event.
 * @returns undefined for one that the rules no longer take: its endpoint gets nothing, the others what is theirs
 */
export function compiledFilter(text: string): Filter | undefined {
  const known = kept.get(text)
  const entry = known ?? compiled(text)
  if (known === undefined) bytes += entry.bytes
  else kept.delete(text)
  kept.set(text, entry)
  for (const [oldest, { bytes: freed }] of kept) {
    if (bytes <= KEPT_BYTES_MAX) break
    kept.delete(oldest)
    bytes -= freed
  }
  return entry.filter
}

function compiled(text: string): Kept {
  const filter = parsed(text)
  return { filter, bytes: 2 * text.length + (1 + conditionsOf(filter)) * BYTES_OF_CONDITION }
}

function conditionsOf(filter: Filter | undefined): number {
  switch (filter?.kind) {
    case undefined:
      return 0
    case 'condition':
      return 1
    case 'not':
      return conditionsOf(filter.of)
    case 'every':
    case 'some':
      return filter.of.reduce((sum, one) => sum + conditionsOf(one), 0)
  }
}

function parsed(text: string): Filter | undefined {
  try {
    return parseFilter(JSON.parse(text))
  } catch (error) {
    if (!(error instanceof FilterFormError)) throw error
    return undefined
  }
}
