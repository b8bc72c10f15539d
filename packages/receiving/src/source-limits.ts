import type { IngestSource } from '@posthorn/database'
import { isAllowEntry, isAllowedAddress, parseAllowList } from '@posthorn/webhook'
import { addressNotAllowed, payloadTooLarge, type RejectedError } from './rejected.ts'

type Ranges = ReturnType<typeof parseAllowList>

/** Parsed once for each version of a source. */
const rangesOfSources = new WeakMap<object, Ranges>()

/** The rejection of a request from an address that the source does not allow. */
export function checkAddress(
  source: Pick<IngestSource, 'allowCidrs'>,
  address: string,
): RejectedError | undefined {
  if (source.allowCidrs.length === 0 || isAllowedAddress(rangesOf(source), address)) return undefined
  return addressNotAllowed(address)
}

function rangesOf(source: Pick<IngestSource, 'allowCidrs'>): Ranges {
  // The preset of a later version, after going back to this one, stands for no range: the others still apply.
  const ranges = rangesOfSources.get(source) ?? parseAllowList(source.allowCidrs.filter(isAllowEntry))
  rangesOfSources.set(source, ranges)
  return ranges
}

/** The rejection of a body of this size, received or declared, that is larger than the source allows. */
export function checkBodySize(
  { bodyMaxBytes }: Pick<IngestSource, 'bodyMaxBytes'>,
  bytes: number,
): RejectedError | undefined {
  return bodyMaxBytes === null || bytes <= bodyMaxBytes ? undefined : payloadTooLarge(bodyMaxBytes)
}
