import { z } from 'zod'

/**
 * Text that PostgreSQL can store and JSON can carry: bounded, no NUL, no lone surrogates.
 * @param max the greatest length in UTF-16 code units
 */
export function boundedText(max: number) {
  return z.string().max(max).refine(isStorable, 'must not contain NUL characters or lone surrogates')
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

const METADATA_BYTES_MAX = 8192
const METADATA_DEPTH_MAX = 5

/** The caller's own notes on an object: a JSON object of at most 8 KiB and five levels. */
export const Metadata = z
  .record(z.string(), z.json())
  .superRefine((value, context) => {
    const text = JSON.stringify(value)
    if (Buffer.byteLength(text) > METADATA_BYTES_MAX) {
      context.addIssue({
        code: 'custom',
        message: `must not be larger than ${METADATA_BYTES_MAX} bytes of JSON`,
      })
    }
    if (depthOf(value) > METADATA_DEPTH_MAX) {
      context.addIssue({
        code: 'custom',
        message: `must not be nested deeper than ${METADATA_DEPTH_MAX} levels`,
      })
    }
    if (!isStorableJson(value)) {
      context.addIssue({ code: 'custom', message: 'must not contain NUL characters or lone surrogates' })
    }
  })
  .meta({ example: { plan: 'pro' } })
export type Metadata = z.infer<typeof Metadata>

function isStorableJson(value: unknown): boolean {
  if (typeof value === 'string') return isStorable(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, member]) => isStorable(key) && isStorableJson(member))
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

/** A moment in replies: RFC 3339, UTC, milliseconds. */
export const Timestamp = z.iso.datetime({ precision: 3 }).meta({ example: '2026-11-21T20:24:50.123Z' })

/** A moment in requests: RFC 3339 with any offset, between the years 1970 and 9999. */
export const TimestampInput = z.iso
  .datetime({ offset: true, abort: true })
  .refine((text) => {
    const ms = Date.parse(text)
    return ms >= 0 && ms < Date.UTC(10_000, 0, 1)
  }, 'must lie between the years 1970 and 9999')
  .transform((text) => new Date(text))
