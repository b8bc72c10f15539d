/** Why a custom header may not have a name: the name is ours or HTTP's, or others give it a meaning of trust. */
export type HeaderReservation = 'own' | 'trusted'

interface Names {
  exact: ReadonlySet<string>
  prefixes: readonly string[]
}

/** What Posthorn or HTTP itself sets: connection, framing and content of the request, and all families of ours. */
const OWN: Names = {
  exact: new Set([
    'accept-encoding',
    'connection',
    'content-encoding',
    'content-length',
    'content-range',
    'content-type',
    'expect',
    'host',
    'http2-settings',
    'keep-alive',
    'max-forwards',
    'te',
    'traceparent',
    'trailer',
    'trailers',
    'transfer-encoding',
    'upgrade',
    'user-agent',
  ]),
  // Libraries for Standard Webhooks read svix-… as well, some of them first.
  prefixes: ['posthorn-', 'svix-', 'webhook-', 'x-posthorn-', 'x-webhook-'],
}

/**
 * What a server takes for the word of the proxy, CDN, cloud or login gateway before it: who the client is, where it comes
 * from, which path or method is meant, that the request may have a secret of a metadata service.
 */
const TRUSTED: Names = {
  exact: new Set([
    'cdn-loop',
    'client-cert',
    'client-cert-chain',
    'client-ip',
    'cookie',
    'early-data',
    'forwarded',
    'forwarded-for',
    'front-end-https',
    'incap-client-ip',
    'metadata',
    'remote-addr',
    'remote-user',
    'true-client-ip',
    'via',
    'x-client-ip',
    'x-cluster-client-ip',
    'x-cloud-trace-context',
    'x-host',
    'x-http-method',
    'x-http-method-override',
    'x-method-override',
    'x-originating-ip',
    'x-real-ip',
    'x-rewrite-url',
    'x-scheme',
    'x-true-client-ip',
    'x-url-scheme',
    'x-vault-request',
  ]),
  prefixes: [
    'akamai-',
    'cf-',
    'cloudfront-',
    'fastly-',
    'fly-',
    'metadata-',
    'proxy-',
    'ssl-client-',
    'x-akamai-',
    'x-aliyun-',
    'x-amz',
    'x-appengine-',
    'x-arr-',
    'x-auth-request-',
    'x-aws-',
    'x-azure-',
    'x-client-cert',
    'x-envoy-',
    'x-fd-',
    'x-forwarded',
    'x-gcp-',
    'x-goog',
    'x-google-',
    'x-ms-client-principal',
    'x-nf-',
    'x-original-',
    'x-proxy-',
    'x-proxyuser-',
    'x-remote-',
    'x-ssl-',
    'x-sucuri-',
    'x-tls-',
    'x-vercel-',
  ],
}

/**
 * Whether a custom header may not have this name, in whatever spelling. Servers that hand headers on as variables (CGI, PHP,
 * WSGI, Rack) take every character but letters and digits for the same one: `X_Forwarded_For` is `X-Forwarded-For` to them.
 * @returns undefined when it may
 */
export function reservationOf(name: string): HeaderReservation | undefined {
  const normalized = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '-')
  if (isOneOf(OWN, normalized)) return 'own'
  return isOneOf(TRUSTED, normalized) ? 'trusted' : undefined
}

function isOneOf({ exact, prefixes }: Names, name: string): boolean {
  return exact.has(name) || prefixes.some((prefix) => name.startsWith(prefix))
}
