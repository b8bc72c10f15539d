import { WebhookVerificationError } from './errors.ts'

/** Headers of a request: of `fetch`, of Node.js, or any record. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>

/** What the three headers of Standard Webhooks say. */
export interface SignedHeaders {
  id: string
  /** Unix seconds, as the digits that were signed. */
  timestamp: string
  /** Signatures without their versions. */
  v1: readonly string[]
  v1a: readonly string[]
}

/** Prefixes of the names: the specification's, and the one of Svix. They are never mixed: each family is signed for itself. */
const FAMILIES = ['webhook', 'svix'] as const
/** A rotation sends two or three. Limits the work on untrusted input. */
const SIGNATURES_MAX = 16

const ID = /^[!-~]{1,256}$/
const TIMESTAMP = /^\d{1,12}$/
const V1 = /^[A-Za-z0-9+/]{43}=$/
const V1A = /^[A-Za-z0-9+/]{86}==$/

/** @throws {WebhookVerificationError} */
export function readSignedHeaders(headers: WebhookHeaders): SignedHeaders {
  const read = readerOf(headers)
  const family =
    FAMILIES.find((each) => namesOf(each).every((name) => read(name) !== undefined)) ?? FAMILIES[0]
  const [id, timestamp, signature] = namesOf(family).map((name) => {
    const text = read(name)
    if (text === undefined)
      throw new WebhookVerificationError('missing_header', `The header ${name} is missing.`)
    return text
  }) as [string, string, string]
  if (!ID.test(id)) throw malformed(`${family}-id`)
  if (!TIMESTAMP.test(timestamp)) throw malformed(`${family}-timestamp`)
  return { id, timestamp, ...signaturesIn(signature, `${family}-signature`) }
}

function namesOf(family: (typeof FAMILIES)[number]): string[] {
  return [`${family}-id`, `${family}-timestamp`, `${family}-signature`]
}

/** Skips what is not a signature of a known version, as the reference libraries do. */
function signaturesIn(header: string, name: string): Pick<SignedHeaders, 'v1' | 'v1a'> {
  const entries = header.split(' ')
  const valuesOf = (version: string, form: RegExp) =>
    entries
      .filter((entry) => entry.startsWith(`${version},`))
      .map((entry) => entry.slice(version.length + 1))
      .filter((value) => form.test(value))
      .slice(0, SIGNATURES_MAX)
  const [v1, v1a] = [valuesOf('v1', V1), valuesOf('v1a', V1A)]
  if (v1.length + v1a.length > 0) return { v1, v1a }
  const versions = entries.map((entry) => /^(v\d+[a-z]?),/.exec(entry)?.[1])
  const hasOthersOnly = versions.some(
    (version) => version !== undefined && version !== 'v1' && version !== 'v1a',
  )
  if (hasOthersOnly && !versions.some((version) => version === 'v1' || version === 'v1a')) {
    throw new WebhookVerificationError(
      'unknown_version',
      `The header ${name} has no signature of version v1 or v1a.`,
    )
  }
  throw malformed(name)
}

/** Reads a header by its lower-case name. @throws {WebhookVerificationError} for a repeated one */
function readerOf(headers: WebhookHeaders): (name: string) => string | undefined {
  if (isFetchHeaders(headers)) return (name) => headers.get(name) ?? undefined
  const values = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  return (wanted) => {
    const found = values.flatMap(([name, value]) => (name === wanted && value !== undefined ? value : []))
    if (found.length > 1) throw malformed(wanted)
    return found[0]
  }
}

function isFetchHeaders(headers: WebhookHeaders): headers is { get(name: string): string | null } {
  return typeof headers.get === 'function'
}

function malformed(name: string): WebhookVerificationError {
  return new WebhookVerificationError('malformed_header', `The header ${name} is malformed.`)
}
