import type { ProviderReply } from '@posthorn/webhook'
import type { FastifyReply } from 'fastify'

/**
 * Replies as a provider expects.
 * @param own the body, where the provider expects none in particular
 */
export function sendProviderReply(
  reply: FastifyReply,
  { status, contentType, body }: ProviderReply,
  own: object = {},
): FastifyReply {
  reply.code(status)
  if (contentType !== undefined) reply.type(contentType)
  return body === undefined ? reply.send(own) : reply.send(body)
}
