import { type IdKind, idFromSeed, newId } from '@posthorn/contracts'
import type { FastifyRequest } from 'fastify'

/**
 * The id of an object that a request creates. With an Idempotency-Key it is derived from the reservation, so a process
 * that takes the request over after a crash makes the same id and finds what exists already.
 * @param name distinguishes objects of one kind that one request creates
 */
export function idOfCreated<Kind extends IdKind>(
  kind: Kind,
  name: string,
  { idempotencySeed, idempotencySeededAt }: Pick<FastifyRequest, 'idempotencySeed' | 'idempotencySeededAt'>,
): ReturnType<typeof newId<Kind>> {
  if (idempotencySeed === undefined || idempotencySeededAt === undefined) return newId(kind)
  return idFromSeed(kind, `${idempotencySeed}/${name}`, 0, idempotencySeededAt)
}
