import { PROVIDERS, type ProviderName } from '../catalogue.ts'
import type { Headers, Provider, RejectionCause, RequestHead } from '../provider.ts'
import { urlIn } from '../reading/url-text.ts'
import type { Hint } from './hint.ts'
import type { TriedRequest } from './trial.ts'

const TITLES_MAX = 5
const LIVE_MODE = /"livemode"\s*:\s*(true|false)/

/** What may be wrong, and cannot be tried. */
export function possibilities(
  name: ProviderName,
  provider: Provider,
  { cause, request }: { cause: RejectionCause; request: TriedRequest },
): Hint[] {
  switch (cause) {
    case 'signature_mismatch':
      return [keyKind(provider, request), testOrLive(name, request)].flatMap(asHint)
    case 'malformed_header':
      return asHint(testOrLive(name, request))
    case 'missing_header':
      return asHint(otherProvider(provider, request.headers))
    case 'unknown_version':
    case 'timestamp_too_old':
    case 'timestamp_too_new':
      return []
  }
}

type Possibility = Omit<Hint, 'confirmed'> | undefined

function asHint(possibility: Possibility): Hint[] {
  return possibility === undefined ? [] : [{ ...possibility, confirmed: false }]
}

function keyKind(provider: Provider, request: TriedRequest): Possibility {
  const signatures = provider.signaturesIn(headOf(request))
  if ('verified' in signatures || request.keys.some((key) => signatures.checkWith(key) !== undefined)) {
    return undefined
  }
  const message =
    request.keys.length === 0
      ? 'The source has no secret that can be used.'
      : 'The source has no key for this kind of signature: set a secret, or the public key of the sender.'
  return { code: 'no_key_of_kind', message }
}

/** Providers whose test mode has secrets of its own, where the request shows the mode. */
function testOrLive(name: ProviderName, { body, headers, config }: TriedRequest): Possibility {
  const code = 'test_or_live'
  if (name === 'stripe') {
    const [, isLive] = LIVE_MODE.exec(body.toString()) ?? []
    if (isLive === undefined) return undefined
    const [mode, other] = isLive === 'true' ? ['live', 'test'] : ['test', 'live']
    const message = `The event is of ${mode} mode: check that the secret is not that of an endpoint of ${other} mode, or of the Stripe CLI.`
    return { code, message }
  }
  if (name === 'paypal') {
    const host = urlIn(String(headers['paypal-cert-url'] ?? ''))?.hostname
    const sender = host === 'api.sandbox.paypal.com' ? 'sandbox' : 'production'
    if (host === undefined || sender === config['environment']) return undefined
    return {
      code,
      message: `The request is of the ${sender} environment: set it in the config of the source.`,
    }
  }
  return undefined
}

/** Providers that would find their signature in the headers. */
function otherProvider(provider: Provider, headers: Headers): Possibility {
  const titles = PROVIDERS.filter((each) => each.name !== provider.name && signs(each, headers)).map(
    ({ title }) => title,
  )
  if (titles.length === 0) return undefined
  const named = titles.slice(0, TITLES_MAX).join(', ')
  return {
    code: 'other_provider',
    message: `The headers are those of ${named}: check the provider of the source.`,
  }
}

function signs(provider: Provider, headers: Headers): boolean {
  const parsed = provider.config.safeParse({})
  if (!parsed.success) return false
  const isFoundIn = (each: Headers) =>
    !('verified' in provider.signaturesIn(headOf({ headers: each, config: parsed.data })))
  // A provider that signs in the body would find its signature with any headers.
  return isFoundIn(headers) && !isFoundIn({})
}

function headOf({
  headers,
  config,
  method = 'POST',
  url = '',
}: Pick<TriedRequest, 'headers' | 'config'> & Partial<TriedRequest>): RequestHead {
  return { headers, config, method, url, toleranceSeconds: 0, now: new Date(0) }
}
