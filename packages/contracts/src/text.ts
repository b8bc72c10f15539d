import { z } from 'zod'

/**
 * Text that PostgreSQL can store and JSON can carry: bounded, no NUL, no lone surrogates.
 * @param max maximum length in UTF-16 code units
 */
export function boundedText(max: number) {
  return z.string().max(max).refine(isStorable, 'must not contain NUL characters or lone surrogates')
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

const UNSTORABLE_JSON =
  'must not contain NUL characters, lone surrogates, or numbers greater than 1.7976931348623157e308'

type JsonObject = Record<string, z.core.util.JSONType>

/** A JSON object of bounded size that PostgreSQL can store. */
export function boundedObject({ bytesMax, depthMax }: { bytesMax: number; depthMax: number }) {
  // The size is checked first: z.json() on a megabyte would block the event loop.
  return z
    .record(z.string(), z.unknown())
    .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= bytesMax, {
      message: `must not be larger than ${bytesMax} bytes of JSON`,
      abort: true,
    })
    .refine((value) => depthOf(value) <= depthMax, `must not be nested deeper than ${depthMax} levels`)
    .refine((value): value is JsonObject => isStorableJson(value), UNSTORABLE_JSON)
}

function isStorableJson(value: unknown): boolean {
  if (typeof value === 'string') return isStorable(value)
  // JSON.parse turns 1e400 into Infinity, which JSON cannot represent.
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, member]) => isStorable(key) && isStorableJson(member))
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Object.values(value).reduce<number>((deepest, inner) => Math.max(deepest, depthOf(inner)), 0)
}

/**
 * A list without duplicates. For request fields only: replies may show lists that were stored before this rule.
 * @param message shown when an item is repeated
 */
export function distinct<List extends z.ZodType<readonly unknown[]>>(list: List, message: string): List {
  return list.refine((items) => new Set(items).size === items.length, message).meta({ uniqueItems: true })
}

/** Metadata that the caller attaches to an object: a JSON object of at most 8 KiB and five levels. */
export const Metadata = boundedObject({ bytesMax: 8192, depthMax: 5 }).meta({
  id: 'Metadata',
  example: { plan: 'pro' },
})
export type Metadata = z.infer<typeof Metadata>

/** A time in replies: RFC 3339, UTC, milliseconds. */
export const Timestamp = z.iso.datetime({ precision: 3 }).meta({ example: '2026-11-21T20:24:50.123Z' })

/** A time in requests: RFC 3339 with any offset, in the years 1970 to 9999. */
export const TimestampInput = z.iso
  .datetime({ offset: true, abort: true })
  .max(64)
  .refine((text) => {
    const ms = Date.parse(text)
    return ms >= 0 && ms < Date.UTC(10_000, 0, 1)
  }, 'must be in the years 1970 to 9999')
  .transform((text) => new Date(text))
  .meta({ example: '2026-11-21T20:24:50Z' })
