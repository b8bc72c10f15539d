import { z } from 'zod'
import { distinct } from '../text.ts'

const ORIGINS_MAX = 20

/** Before it is read as a URL, which would drop spaces and control characters. */
const TEXT = /^https?:\/\/[^\s/?#@\\]+$/i
/** What may be a part of a Content-Security-Policy: no address of IPv6, no port 0. */
const ORIGIN = /^https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[1-9]\d{0,4})?$/

/** The origin of a page, as browsers write it: it becomes a part of a Content-Security-Policy. */
export const Origin = z
  .string()
  .max(300)
  .refine(
    (text) => originOf(text) !== undefined,
    'expected an origin like https://app.example.com: scheme, host and port, nothing else',
  )
  .transform((text) => originOf(text) ?? text)
  .meta({ example: 'https://app.example.com' })

/** Origins of pages that may show something in a frame. */
export const Origins = distinct(z.array(Origin).max(ORIGINS_MAX), 'must not have an origin twice')

/** In lower case, without the default port, names in Punycode; undefined for text that is no origin. */
function originOf(text: string): string | undefined {
  const origin = TEXT.test(text) ? URL.parse(text)?.origin : undefined
  return origin !== undefined && ORIGIN.test(origin) ? origin : undefined
}
