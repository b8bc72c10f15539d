import type { Headers, Unverified } from '../provider.ts'
import { usableHeader } from '../reading/header-text.ts'
import { malformedHeader, missingHeader, unknownVersion } from '../unverified.ts'
import { unixSecondsOf } from './signed-time.ts'
import { hasOtherVersionsOnly } from './versions.ts'

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
export function parseStandardHeaders(headers: Headers): StandardHeaders | Unverified {
  const complete = FAMILIES.find((family) => missingIn(headers, family).length === 0)
  if (complete === undefined) return missingHeader(firstMissing(headers))
  const [id, timestamp, signature] = namesOf(complete)
  const [idText, timestampText, signatureText] = [id, timestamp, signature].map((name) =>
    usableHeader(headers, name),
  )
  if (idText === undefined || !ID.test(idText)) return malformedHeader(id)
  if (timestampText === undefined || unixSecondsOf(timestampText, 'seconds') === undefined) {
    return malformedHeader(timestamp)
  }
  if (signatureText === undefined) return malformedHeader(signature)
  const signatures = parseSignatures(signatureText)
  if (signatures !== undefined) return { id: idText, timestamp: timestampText, ...signatures }
  return hasOtherVersionsOnly(signatureText.split(' '), { known: ['v1', 'v1a'], separator: ',' })
    ? unknownVersion(`the header ${signature}`, 'v1 or v1a')
    : malformedHeader(signature)
}

/** One of the prefixes of header names. */
export type StandardFamily = (typeof FAMILIES)[number]

function namesOf(family: StandardFamily) {
  return [`${family}-id`, `${family}-timestamp`, `${family}-signature`] as const
}

function missingIn(headers: Headers, family: StandardFamily): string[] {
  return namesOf(family).filter((name) => headers[name] === undefined)
}

/** Of the family of which the request has a header, if any. */
function firstMissing(headers: Headers): string {
  const [missing = ''] = FAMILIES.map((family) => missingIn(headers, family))
    .toSorted((one, other) => one.length - other.length)
    .map(([first = '']) => first)
  return missing
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
