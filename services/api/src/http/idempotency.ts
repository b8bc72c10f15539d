import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { ProblemError } from '@posthorn/contracts'
import {
  type Database,
  dropReservation,
  giveBackReservation,
  type IdempotencyScope,
  type Reservation,
  rowOfReply,
  type StoredReply,
  storeReply,
} from '@posthorn/database'
import { type SecretBox, SecretBoxError } from '@posthorn/secrets'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { findOrReserveReply } from './first-reply.ts'
import { holderOf } from './principal.ts'
import type { HandlerSlots, SharedStatement } from './share-database.ts'
import { writeWithRetries } from './write-with-retries.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /**
     * Set when the request has an Idempotency-Key. Ids are made from it (`idFromSeed`), so a process that takes the
     * request over after a crash makes the same ids.
     */
    idempotencySeed: string | undefined
    /** When the first request with the key arrived. */
    idempotencySeededAt: Date | undefined
  }
}

export interface IdempotencyOptions {
  database: Database
  secretBox: SecretBox
  sharedStatement: SharedStatement
  /** For the stored replies that are in memory. */
  slots: Pick<HandlerSlots, 'take'>
  isStopping: () => boolean
}

const KEY = /^[\x20-\x7e]{1,255}$/
const HASH_BLOCK_BYTES = 1024 * 1024
const KEY_PATH = 'headers.idempotency-key'

/** Statuses of requests that the client can correct and repeat under the same key. */
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 413, 429])

/**
 * Gives POSTs with the same Idempotency-Key the same reply: the first one. Refusals that the client can correct, such as
 * a wrong field, are not stored: the corrected request may use the same key.
 */
export function addIdempotency(
  app: FastifyInstance,
  { database, secretBox, sharedStatement, slots, isStopping }: IdempotencyOptions,
): void {
  const reservations = new WeakMap<FastifyRequest, Reservation>()

  app.addHook('preHandler', async (request, reply) => {
    const scope = scopeOf(request)
    if (scope === undefined) return
    const shouldWait = () => !request.socket.destroyed && !isStopping()
    const first = await findOrReserveReply(
      {
        database,
        statement: (query) => sharedStatement(request, query),
        takeSlot: () => slots.take(request),
      },
      { ...scope, bodyHash: await hashOf(request.rawBody), shouldWait },
    )

    switch (first.kind) {
      case 'reserved':
        reservations.set(request, first.reservation)
        request.idempotencySeed = first.reservation.seed
        request.idempotencySeededAt = first.reservation.seededAt
        return
      case 'replied':
        return replayReply(reply, first.reply, decryptReply(secretBox, first.reply, scope))
      case 'abandoned':
        // Also for a client that has gone: its slots are returned when the reply is sent.
        throw new ProblemError(
          'unavailable',
          'This process is stopping. Repeat the request with the same Idempotency-Key.',
        )
    }
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const reservation = reservations.get(request)
    if (reservation === undefined) return payload
    reservations.delete(request)
    const shared = (write: () => Promise<void>) => () => sharedStatement(request, write)
    if (reply.statusCode >= 500) {
      void writeWithRetries(
        shared(() => giveBackReservation(database, reservation)),
        request.log,
      )
      return payload
    }
    if (REFUSALS.has(reply.statusCode)) {
      await writeWithRetries(
        shared(() => dropReservation(database, reservation)),
        request.log,
      )
      return payload
    }
    const stored: StoredReply = {
      status: reply.statusCode,
      contentType: reply.getHeader('content-type')?.toString() ?? null,
      sealedReply: secretBox.seal(toText(reply, payload), rowOfReply(reservation)),
    }
    await writeWithRetries(
      shared(() => storeReply(database, reservation, stored)),
      request.log,
    )
    return payload
  })
}

/** Undefined for requests without a key. */
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
  return { holder: holderOf(principal), path: pathOf(request), key }
}

/** The route's path with its decoded parameters: different encodings of a path are equal. */
function pathOf({ routeOptions, params }: FastifyRequest): string {
  const values = params as Record<string, string>
  return (routeOptions.url ?? '').replace(/:(\w+)/g, (_parameter, name: string) => values[name] ?? '')
}

/** Hashes in blocks, so that other requests get turns in between. */
async function hashOf(body: Uint8Array = new Uint8Array()): Promise<Buffer> {
  const hash = createHash('sha256')
  for (let at = 0; at < body.length; at += HASH_BLOCK_BYTES) {
    if (at > 0) await nextTurn()
    hash.update(body.subarray(at, at + HASH_BLOCK_BYTES))
  }
  return hash.digest()
}

/** @throws ProblemError `conflict` when the key that encrypted the reply is no longer configured */
function decryptReply(
  secretBox: SecretBox,
  { status, sealedReply }: StoredReply,
  scope: IdempotencyScope,
): string {
  try {
    return secretBox.open(sealedReply, rowOfReply(scope))
  } catch (error) {
    if (!(error instanceof SecretBoxError)) throw error
    throw new ProblemError(
      'conflict',
      `The reply to the first request with the Idempotency-Key "${scope.key}" (status ${status}) can no longer be decrypted. Read what that request created, or send a new request with a new key.`,
      { cause: error },
    )
  }
}

/** Before the body of a reply that signs in. No JSON begins so. */
const COOKIE_LINE = /^set-cookie: (.*)\n/

/** The text to store of a reply: its body, and before it the line with its cookie. */
function toText(reply: FastifyReply, payload: unknown): string {
  const cookie = reply.getHeader('set-cookie')
  return cookie === undefined ? bodyOf(payload) : `set-cookie: ${String(cookie)}\n${bodyOf(payload)}`
}

function bodyOf(payload: unknown): string {
  if (payload === undefined || payload === null) return ''
  if (typeof payload === 'string') return payload
  throw new Error('expected the reply to a POST to be text, so that it can be stored')
}

function replayReply(reply: FastifyReply, { status, contentType }: StoredReply, text: string): FastifyReply {
  const [line = '', cookie] = COOKIE_LINE.exec(text) ?? []
  if (cookie !== undefined) reply.header('set-cookie', cookie)
  if (contentType !== null) reply.type(contentType)
  return reply.code(status).header('idempotency-replayed', 'true').send(text.slice(line.length))
}
