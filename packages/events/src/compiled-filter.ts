import { type Filter, FilterFormError, parseFilter } from '@posthorn/webhook'

/** Of at most 8 KiB each. Beyond it those that have been there longest are read again when they are next needed. */
const KEPT_MAX = 1000

const kept = new Map<string, Filter | undefined>()

/**
 * A filter ready to be asked, from its text in the database: read once, not for every event.
 * @returns undefined for one that the rules no longer take: its endpoint gets nothing, the others what is theirs
 */
export function compiledFilter(text: string): Filter | undefined {
  const known = kept.get(text)
  if (known !== undefined || kept.has(text)) return known
  const [oldest] = kept.keys()
  if (kept.size >= KEPT_MAX && oldest !== undefined) kept.delete(oldest)
  const filter = parsed(text)
  kept.set(text, filter)
  return filter
}

function parsed(text: string): Filter | undefined {
  try {
    return parseFilter(JSON.parse(text))
  } catch (error) {
    if (!(error instanceof FilterFormError)) throw error
    return undefined
  }
}
