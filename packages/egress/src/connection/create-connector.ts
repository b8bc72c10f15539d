import { createSecureContext, getCACertificates } from 'node:tls'
import { parseCidrs } from '@posthorn/webhook'
import type { EgressOptions } from '../egress-options.ts'
import { NameLookup } from '../lookup/name-lookup.ts'
import { createSystemResolver } from '../lookup/system-resolver.ts'
import { EgressProxy } from '../proxy/egress-proxy.ts'
import { parseProxyUrl } from '../proxy/proxy-address.ts'
import { Dialler } from './dialler.ts'
import { GuardedConnector } from './guarded-connector.ts'

/** Each lookup needs a socket. */
const LOOKUPS_MAX = 1_024

/** With a proxy the lookup is only an additional check and must not delay an attempt. */
const DNS_TIMEOUT_WITH_PROXY_MS = 500

/**
 * Creates the guarded connector with its dependencies.
 *
 * @throws Error for an invalid range, proxy URL or certificate
 */
export function createConnector(options: EgressOptions): GuardedConnector {
  const { resolve, liveness } =
    options.resolve === undefined
      ? createSystemResolver({ servers: options.nameServers })
      : { resolve: options.resolve, liveness: undefined }
  const lookup = {
    resolve,
    timeoutMs: options.dnsTimeoutMs ?? 5_000,
    concurrencyMax: options.lookupsMax ?? LOOKUPS_MAX,
    cacheMs: options.dnsCacheMs ?? 5_000,
  }
  const dialler = new Dialler({
    connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
    secureContext: secureContextWith(options.tls?.ca),
  })
  const ranges = { allow: parseCidrs(options.allowCidrs), deny: parseCidrs(options.denyCidrs ?? []) }
  if (options.proxyUrl === undefined)
    return new GuardedConnector({
      ranges,
      dialler,
      names: new NameLookup({ ...lookup, liveness }),
      proxy: undefined,
    })

  const address = parseProxyUrl(options.proxyUrl)
  // Without the resolver's liveness: a name that is not found, for any reason, is left to the proxy.
  const proxy = new EgressProxy({ address, dialler, names: new NameLookup(lookup) })
  const timeoutMs = Math.min(lookup.timeoutMs, DNS_TIMEOUT_WITH_PROXY_MS)
  return new GuardedConnector({ ranges, dialler, names: new NameLookup({ ...lookup, timeoutMs }), proxy })
}

/** TLS 1.2 or newer. `ca` alone would replace the default authorities, so they are added again. */
function secureContextWith(ca: string | undefined) {
  const minVersion = 'TLSv1.2'
  return createSecureContext(
    ca === undefined ? { minVersion } : { minVersion, ca: [...getCACertificates('default'), ca] },
  )
}
