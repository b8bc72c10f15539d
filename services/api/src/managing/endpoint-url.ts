import { ProblemError } from '@posthorn/contracts'
import { type AddressRanges, classifyAddress, literalAddressOf } from '@posthorn/webhook'

/** Characters of the normalised URL. */
const URL_LENGTH_MAX = 2048

export interface EndpointUrlOptions {
  allowHttp: boolean
  addressRanges: AddressRanges
}

/**
 * Checks an endpoint's URL when it is written, for early messages. The SSRF guard itself checks every connection
 * (packages/egress).
 * @returns the normalised URL, which is stored and dialled
 * @throws ProblemError `invalid_request`
 */
export function normalizeEndpointUrl(text: string, { allowHttp, addressRanges }: EndpointUrlOptions): string {
  const url = URL.parse(text)
  if (url === null || url.hostname === '')
    throw wrong('expected an absolute URL like https://example.com/webhooks')
  if (url.protocol !== 'https:' && !(allowHttp && url.protocol === 'http:')) throw wrong('HTTPS required')
  if (url.username !== '' || url.password !== '') throw wrong('must not carry credentials')
  if (text.includes('#')) throw wrong('must not have a fragment')
  const { href } = url
  if (href.length > URL_LENGTH_MAX) {
    throw wrong(
      `must have at most ${URL_LENGTH_MAX} characters once it is normalised, and has ${href.length}`,
    )
  }
  const address = literalAddressOf(url)
  // Without the reason, which would reveal the internal network.
  if (address !== undefined && !classifyAddress(address, addressRanges).allowed) {
    throw wrong(`must not have the address ${address}: deliveries cannot reach it. Use a public address`)
  }
  return href
}

function wrong(message: string): ProblemError {
  return new ProblemError('invalid_request', `url: ${message}`, { errors: [{ path: 'url', message }] })
}
