import { ProblemError } from '@posthorn/contracts'

/**
 * The rules for an endpoint's URL, when it is written. They make good messages; the guard against forbidden addresses
 * is at the moment of dialling (packages/egress).
 * @returns the URL in its normal form, which is what is stored and dialled
 * @throws ProblemError `invalid_request`
 */
export function normalizeEndpointUrl(text: string, { allowHttp }: { allowHttp: boolean }): string {
  const url = URL.parse(text)
  if (url === null || url.hostname === '')
    throw wrong('expected an absolute URL like https://example.com/webhooks')
  if (url.protocol !== 'https:' && !(allowHttp && url.protocol === 'http:')) throw wrong('HTTPS required')
  if (url.username !== '' || url.password !== '') throw wrong('must not carry credentials')
  if (text.includes('#')) throw wrong('must not have a fragment')
  return url.href
}

function wrong(message: string): ProblemError {
  return new ProblemError('invalid_request', `url: ${message}`, { errors: [{ path: 'url', message }] })
}
