/** Why a header name is reserved: Posthorn or HTTP sets it (`own`), or servers trust it (`trusted`). */
export type HeaderReservation = 'own' | 'trusted'

interface Names {
  exact: ReadonlySet<string>
  prefixes: readonly string[]
}

/** Headers that Posthorn or HTTP sets: connection, framing, content, and Posthorn's own prefixes. */
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
  // Libraries for Standard Webhooks also read svix-…, some of them first.
  prefixes: ['posthorn-', 'svix-', 'webhook-', 'x-posthorn-', 'x-webhook-'],
}

/**
 * Headers that servers trust because a proxy, CDN, cloud or login gateway sets them: client identity and address, original
 * path or method, access to a metadata service.
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
 * Whether a header name is reserved, in any spelling. Servers that pass headers as variables (CGI, PHP, WSGI, Rack) treat
 * all characters but letters and digits alike: `X_Forwarded_For` equals `X-Forwarded-For`.
 * @returns undefined when a custom header may have this name
 */
export function reservationOf(name: string): HeaderReservation | undefined {
  const normalized = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '-')
  if (isOneOf(OWN, normalized)) return 'own'
  return isOneOf(TRUSTED, normalized) ? 'trusted' : undefined
}

function isOneOf({ exact, prefixes }: Names, name: string): boolean {
  return exact.has(name) || prefixes.some((prefix) => name.startsWith(prefix))
}
