import type { FastifyInstance } from 'fastify'

/**
 * Warns once, at the first request with an `X-Forwarded-For` that is ignored because no proxy is trusted: if a proxy sent it, all
 * clients have the address of the proxy, and share the limits of one address.
 *
 * @param trustedProxies of `TRUSTED_PROXY_CIDRS`
 */
export function warnOfUnknownProxy(app: FastifyInstance, trustedProxies: readonly unknown[]): void {
  if (trustedProxies.length > 0) return
  let isWarned = false
  app.addHook('onRequest', (request, _reply, done) => {
    if (!isWarned && request.headers['x-forwarded-for'] !== undefined) {
      isWarned = true
      const { remoteAddress } = request.raw.socket
      request.log.warn({ remoteAddress, set: 'TRUSTED_PROXY_CIDRS' }, 'http_request.forwarded_for_ignored')
    }
    done()
  })
}
