import { createSecureContext, getCACertificates } from 'node:tls'
import { parseCidrs } from '@posthorn/webhook'
import type { EgressOptions } from '../egress-options.ts'
import { NameLookup } from '../lookup/name-lookup.ts'
import { createSystemResolver } from '../lookup/system-resolver.ts'
import { EgressProxy } from '../proxy/egress-proxy.ts'
import { parseProxyUrl } from '../proxy/proxy-address.ts'
import { Dialler } from './dialler.ts'
import { GuardedConnector } from './guarded-connector.ts'

/** Each takes a socket. */
const LOOKUPS_MAX = 1_024

/** Looking a name up is then a second opinion, and not worth an attempt's time. */
const DNS_TIMEOUT_WITH_PROXY_MS = 500

/**
 * The guard, with all that it needs.
 *
 * @throws Error when a range, the proxy's URL or a certificate cannot be read
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
  // Without the resolver's liveness: a name that is not found is left to the proxy, whatever the reason.
  const proxy = new EgressProxy({ address, dialler, names: new NameLookup(lookup) })
  const timeoutMs = Math.min(lookup.timeoutMs, DNS_TIMEOUT_WITH_PROXY_MS)
  return new GuardedConnector({ ranges, dialler, names: new NameLookup({ ...lookup, timeoutMs }), proxy })
}

/** TLS 1.2 or newer. `ca` alone would replace the known authorities, so they are named again. */
function secureContextWith(ca: string | undefined) {
  const minVersion = 'TLSv1.2'
  return createSecureContext(
    ca === undefined ? { minVersion } : { minVersion, ca: [...getCACertificates('default'), ca] },
  )
}
