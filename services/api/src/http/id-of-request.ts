import { type IdKind, idFromSeed, newId } from '@posthorn/contracts'
import type { FastifyRequest } from 'fastify'

/**
 * The id of what a request makes. With an Idempotency-Key, whoever takes the request over after a crash gives it the same
 * one, and finds what was made already.
 * @param name tells apart what one request makes of one kind
 */
export function idOfRequest<Kind extends IdKind>(
  kind: Kind,
  name: string,
  { idempotencySeed, idempotencySeededAt }: Pick<FastifyRequest, 'idempotencySeed' | 'idempotencySeededAt'>,
): ReturnType<typeof newId<Kind>> {
  if (idempotencySeed === undefined || idempotencySeededAt === undefined) return newId(kind)
  return idFromSeed(kind, `${idempotencySeed}/${name}`, 0, idempotencySeededAt)
}
