import type { Headers } from '../provider.ts'
import { type HeaderText, headerText } from '../reading/header-text.ts'
import { unixSecondsOf } from './signed-time.ts'

/** Prefixes of the header names: the specification's, and the older one that Svix still sends. */
const FAMILIES = ['webhook', 'svix'] as const

/**
 * The specification requires only a unique text, so dots are allowed. With a dot, the signed `id.timestamp.body` can be
 * split at another position: an attacker could move the end of an id into the timestamp, or the beginning of a body into
 * the id. Both need unix seconds between dots at that position, within the tolerance.
 */
const ID = /^[!-~]{1,256}$/
const V1_SIGNATURE = /^[A-Za-z0-9+/]{43}=$/
const V1A_SIGNATURE = /^[A-Za-z0-9+/]{86}==$/

/** The three headers of a Standard Webhooks request. */
export type StandardHeaders = {
  id: string
  /** Unix seconds, as the digits that were signed. */
  timestamp: string
  /** The signatures of the two known versions, encoded as sent, without their labels. */
  v1: readonly string[]
  v1a: readonly string[]
}

/**
 * Reads the three headers: all of `webhook-*`, or else all of `svix-*`. The families are never mixed: otherwise an unsigned
 * header of one could replace a signed header of the other.
 */
export function parseStandardHeaders(headers: Headers): StandardHeaders | 'missing' | 'malformed' {
  const triple = FAMILIES.map((family) => tripleOf(headers, family)).find((found) => found !== undefined)
  if (triple === undefined) return 'missing'
  const { id, timestamp, signature } = triple
  if (id.kind !== 'text' || timestamp.kind !== 'text' || signature.kind !== 'text') return 'malformed'
  if (!ID.test(id.text) || unixSecondsOf(timestamp.text, 'seconds') === undefined) return 'malformed'
  const signatures = parseSignatures(signature.text)
  return signatures === undefined ? 'malformed' : { id: id.text, timestamp: timestamp.text, ...signatures }
}

type Triple = Record<'id' | 'timestamp' | 'signature', HeaderText>

function tripleOf(headers: Headers, family: (typeof FAMILIES)[number]): Triple | undefined {
  const id = headerText(headers, `${family}-id`)
  const timestamp = headerText(headers, `${family}-timestamp`)
  const signature = headerText(headers, `${family}-signature`)
  const isComplete = [id, timestamp, signature].every((header) => header.kind !== 'absent')
  return isComplete ? { id, timestamp, signature } : undefined
}

/**
 * The valid signatures of known versions; `undefined` without any. Skips everything else, as the reference libraries do:
 * unknown versions, entries without a version, repeated spaces.
 */
function parseSignatures(header: string): Pick<StandardHeaders, 'v1' | 'v1a'> | undefined {
  const entries = header.split(' ')
  const valuesOf = (version: string) =>
    entries.filter((entry) => entry.startsWith(`${version},`)).map((entry) => entry.slice(version.length + 1))
  const v1 = valuesOf('v1').filter((value) => V1_SIGNATURE.test(value))
  const v1a = valuesOf('v1a').filter((value) => V1A_SIGNATURE.test(value))
  return v1.length + v1a.length === 0 ? undefined : { v1, v1a }
}
