import { type AddressRange, clientAddress } from '@posthorn/webhook'
import type { FastifyRequest } from 'fastify'

/** Where a request comes from, behind trusted proxies too. Empty when the client has gone. */
export function remoteAddressOf(
  { raw }: Pick<FastifyRequest, 'raw'>,
  trustedProxies: readonly AddressRange[],
): string {
  const forwardedFor = raw.headers['x-forwarded-for']
  return clientAddress(raw.socket.remoteAddress ?? '', forwardedFor?.toString(), trustedProxies)
}
