import type { EndpointId } from '@posthorn/contracts'
import { type HeaderChange, rowOfHeader } from '@posthorn/database'
import type { SecretBox } from '@posthorn/secrets'
import { HEADER_MASK } from '@posthorn/webhook'

/** Encrypts the headers of an endpoint, each for its own row. A value that is the mask keeps the stored one. */
export function sealHeaders(
  box: SecretBox,
  owner: EndpointId,
  headers: Readonly<Record<string, string>>,
): HeaderChange {
  const entries = Object.entries(headers)
  const given = entries.filter(([, value]) => value !== HEADER_MASK)
  return {
    sealed: given.map(([name, value]) => ({
      name,
      sealed: Uint8Array.from(box.seal(value, rowOfHeader(owner, name))),
    })),
    keptNames: entries.filter(([, value]) => value === HEADER_MASK).map(([name]) => name),
  }
}
