import { ProblemError } from '@posthorn/contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * A hook: compressed bodies are refused.
 * @throws ProblemError `unsupported_media_type`, with `accept-encoding` (RFC 9110, sections 8.4 and 12.5.3)
 */
export async function refuseEncodings({ headers }: FastifyRequest, reply: FastifyReply): Promise<void> {
  const encoding = headers['content-encoding']?.trim() ?? ''
  if (encoding === '' || encoding.toLowerCase() === 'identity') return
  reply.header('accept-encoding', 'identity')
  throw new ProblemError(
    'unsupported_media_type',
    `The content-encoding ${JSON.stringify(encoding)} is not supported: send the body uncompressed.`,
  )
}
