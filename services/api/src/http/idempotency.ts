import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { ProblemError } from '@posthorn/contracts'
import {
  type Database,
  dropReservation,
  giveBackReservation,
  type IdempotencyScope,
  type KeptAnswer,
  keepAnswer,
  type Reservation,
  rowOfAnswer,
} from '@posthorn/database'
import { type SecretBox, SecretBoxError } from '@posthorn/secrets'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { firstAnswer } from './first-answer.ts'
import type { SharedStatement } from './share-database.ts'
import { writeSoon } from './write-soon.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /**
     * Set when the request carries an Idempotency-Key: what ids are made from (`idFromSeed`), so that whoever takes the
     * request over after a crash makes the same ones.
     */
    idempotencySeed: string | undefined
    /** The moment that goes with the seed: when the first request with the key came. */
    idempotencySeededAt: Date | undefined
  }
}

export interface IdempotencyOptions {
  database: Database
  secretBox: SecretBox
  sharedStatement: SharedStatement
  isStopping: () => boolean
}

const KEY = /^[\x20-\x7e]{1,255}$/
const HASHED_AT_ONCE_BYTES = 1024 * 1024
const KEY_PATH = 'headers.idempotency-key'

/** What a request itself is refused for: it can be put right. */
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 413, 429])

/**
 * Gives POSTs that carry the same Idempotency-Key one answer: the first one. What the request itself is refused for,
 * such as a wrong field, is not kept: it can be put right and sent again under its key.
 */
export function answerOnce(
  app: FastifyInstance,
  { database, secretBox, sharedStatement, isStopping }: IdempotencyOptions,
): void {
  const reservations = new WeakMap<FastifyRequest, Reservation>()

  app.addHook('preHandler', async (request, reply) => {
    const scope = scopeOf(request)
    if (scope === undefined) return
    const isWanted = () => !request.socket.destroyed && !isStopping()
    const first = await firstAnswer(
      { database, statement: (ask) => sharedStatement(request, ask) },
      { ...scope, bodyHash: await hashOf(request.rawBody), isWanted },
    )

    switch (first.kind) {
      case 'reserved':
        reservations.set(request, first.reservation)
        request.idempotencySeed = first.reservation.seed
        request.idempotencySeededAt = first.reservation.seededAt
        return
      case 'answered':
        return repeat(reply, first.answer, openAnswer(secretBox, first.answer, scope))
      case 'unwanted':
        // Also for a client that has gone: its slots are returned when the reply is sent.
        throw new ProblemError('unavailable', 'This process is stopping. Send the request again.')
    }
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const reservation = reservations.get(request)
    if (reservation === undefined) return payload
    reservations.delete(request)
    const shared = (write: () => Promise<void>) => () => sharedStatement(request, write)
    if (reply.statusCode >= 500) {
      void writeSoon(
        shared(() => giveBackReservation(database, reservation)),
        request.log,
      )
      return payload
    }
    if (REFUSALS.has(reply.statusCode)) {
      await writeSoon(
        shared(() => dropReservation(database, reservation)),
        request.log,
      )
      return payload
    }
    const answer: KeptAnswer = {
      status: reply.statusCode,
      contentType: reply.getHeader('content-type')?.toString() ?? null,
      sealedReply: secretBox.seal(textOf(payload), rowOfAnswer(reservation)),
    }
    await writeSoon(
      shared(() => keepAnswer(database, reservation, answer)),
      request.log,
    )
    return payload
  })
}

/** Undefined for what is not to be answered once. */
function scopeOf(request: FastifyRequest): IdempotencyScope | undefined {
  const { method, headers, principal } = request
  const key = headers['idempotency-key']
  if (method !== 'POST' || key === undefined || principal === undefined) return undefined
  if (typeof key !== 'string' || !KEY.test(key)) {
    const message = 'expected 1 to 255 ASCII characters, none of them a control character'
    throw new ProblemError('invalid_request', `${KEY_PATH}: ${message}`, {
      errors: [{ path: KEY_PATH, message }],
    })
  }
  return { holder: principal.kind === 'admin' ? 'admin' : principal.keyId, path: pathOf(request), key }
}

/** The route's path with what stands for its parameters: however they were encoded, the same path is the same. */
function pathOf({ routeOptions, params }: FastifyRequest): string {
  const values = params as Record<string, string>
  return (routeOptions.url ?? '').replace(/:(\w+)/g, (_parameter, name: string) => values[name] ?? '')
}

/** Megabytes are hashed in pieces: others have their turn in between. */
async function hashOf(body: Uint8Array = new Uint8Array()): Promise<Buffer> {
  const hash = createHash('sha256')
  for (let at = 0; at < body.length; at += HASHED_AT_ONCE_BYTES) {
    if (at > 0) await nextTurn()
    hash.update(body.subarray(at, at + HASHED_AT_ONCE_BYTES))
  }
  return hash.digest()
}

/** @throws ProblemError `conflict` when the key that encrypted the answer is not configured any more */
function openAnswer(
  secretBox: SecretBox,
  { status, sealedReply }: KeptAnswer,
  scope: IdempotencyScope,
): string {
  try {
    return secretBox.open(sealedReply, rowOfAnswer(scope))
  } catch (error) {
    if (!(error instanceof SecretBoxError)) throw error
    throw new ProblemError(
      'conflict',
      `The first request with the Idempotency-Key "${scope.key}" was answered with ${status}, and that answer cannot be decrypted any more. Read what it made, or send a new request with a new key.`,
      { cause: error },
    )
  }
}

function textOf(payload: unknown): string {
  if (payload === undefined || payload === null) return ''
  if (typeof payload === 'string') return payload
  throw new Error('the answer to a POST is text, so that it can be kept')
}

function repeat(reply: FastifyReply, { status, contentType }: KeptAnswer, text: string): FastifyReply {
  if (contentType !== null) reply.type(contentType)
  return reply.code(status).header('idempotency-replayed', 'true').send(text)
}
