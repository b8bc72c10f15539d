import { ProblemError } from '@posthorn/contracts'
import { type AddressRanges, classifyAddress, literalAddressOf } from '@posthorn/webhook'

/** Characters of the normal form (contract, "Endpoint"). */
const URL_LENGTH_MAX = 2048

export interface EndpointUrlOptions {
  allowHttp: boolean
  addressRanges: AddressRanges
}

/**
 * The rules for an endpoint's URL, when it is written. They make good messages; the guard against forbidden addresses
 * is at the moment of dialling (packages/egress).
 * @returns the URL in its normal form, which is what is stored and dialled
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
  // Why it is refused is for operators: it would map the internal network.
  if (address !== undefined && !classifyAddress(address, addressRanges).allowed) {
    throw wrong(`must not have the address ${address}: deliveries cannot reach it. Use a public address`)
  }
  return href
}

function wrong(message: string): ProblemError {
  return new ProblemError('invalid_request', `url: ${message}`, { errors: [{ path: 'url', message }] })
}
