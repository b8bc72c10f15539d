import type { Resolve } from './lookup/name-lookup.ts'

export interface EgressOptions {
  /** `EGRESS_ALLOW_CIDRS`: ranges that may be reached although they are not public. */
  allowCidrs: readonly string[]
  /** `EGRESS_DENY_CIDRS`: ranges that may not be reached, even if they are public or allowed. Default: none. */
  denyCidrs?: readonly string[]
  /**
   * `EGRESS_PROXY_URL`: an HTTP proxy that every request goes through, with CONNECT, http or https itself, credentials in it if it wants
   * them. Default: none. **The proxy must refuse forbidden addresses itself**, as Smokescreen does: it is the one that looks names up and
   * dials. Here only addresses in URLs are judged, and names that are found within half a second.
   */
  proxyUrl?: string | undefined
  /** TCP and TLS together. Default 5,000. Through a proxy: to the proxy, again for its answer, and again for TLS beyond it. */
  connectTimeoutMs?: number
  /** One name, all its answers. Default 5,000. */
  dnsTimeoutMs?: number
  /** How long a name's addresses are used again. Default 5,000. */
  dnsCacheMs?: number
  /** All header fields of a response together. Default 16 KiB. */
  responseHeaderBytesMax?: number
  /** Connections that are kept while nothing is sent, of all origins. Default 1,024. Those in use are as many as the requests. */
  idleConnectionsMax?: number
  /** Names that are looked up at once, shared by tenant. Default 1,024. */
  lookupsMax?: number
  /** How long a request may wait for its share of that, without counting for its timeout. Default 8,000. */
  waitMsMax?: number
  /** How long an idle connection is kept; a receiver's `Keep-Alive: timeout=` can only shorten it. Default 15,000. */
  keepAliveMs?: number
  /** `ca`: PEM certificates trusted besides the system's, for private installations. */
  tls?: { ca?: string }
  /** Where names come from. Default: hosts file, then DNS. */
  resolve?: Resolve
  /** Name servers, `address` or `address:port`. Default: the system's. */
  nameServers?: readonly string[]
}
