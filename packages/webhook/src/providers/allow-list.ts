import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { type AddressRange, InvalidCidrError, isInRange, parseCidrs } from '../addresses/address-ranges.ts'
import { PROVIDERS } from './catalogue.ts'

/** The ranges of the providers that publish them, by slug. */
export const ADDRESS_PRESETS: ReadonlyMap<string, readonly string[]> = new Map(
  PROVIDERS.flatMap(({ name, addresses }) => (addresses === undefined ? [] : [[name, addresses.cidrs]])),
)

/** Whether a text may be in the `allowCidrs` of a source: a range, or the slug of a provider that publishes its ranges. */
export function isAllowEntry(text: string): boolean {
  try {
    parseAllowList([text])
    return true
  } catch (error) {
    if (!(error instanceof InvalidCidrError)) throw error
    return false
  }
}

/**
 * The ranges that the `allowCidrs` of a source stand for.
 * @throws {InvalidCidrError} with every entry that is neither a range nor a preset
 */
export function parseAllowList(entries: readonly string[]): readonly AddressRange[] {
  return parseCidrs(entries.flatMap((entry) => ADDRESS_PRESETS.get(entry) ?? [entry]))
}

/** Whether an address is in one of the ranges. An IPv4-mapped one counts as IPv4; text that is no address is in none. */
export function isAllowedAddress(ranges: readonly AddressRange[], address: string): boolean {
  if (isIP(address) === 0) return false
  const parsed = ipaddr.process(address)
  return ranges.some((range) => isInRange(range, parsed))
}
