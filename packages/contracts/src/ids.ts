import { createHash } from 'node:crypto'
import { TypeID } from 'typeid-js'
import { z } from 'zod'

/**
 * Ids are TypeIDs (https://github.com/jetify-com/typeid): a prefix for the kind, then a UUIDv7 in 26 characters of base
 * 32. They sort by creation time, so a time range is a range of ids.
 */
export const ID_PREFIXES = {
  event: 'evt',
  endpoint: 'ep',
  delivery: 'dlv',
  attempt: 'att',
  source: 'src',
  request: 'req',
  key: 'key',
  secret: 'sec',
  job: 'job',
  auditEntry: 'aud',
  session: 'ses',
  portalLink: 'plk',
  relayConnection: 'rcn',
} as const

export type IdKind = keyof typeof ID_PREFIXES

const UUID_BYTES = 16

function idText(kind: IdKind) {
  const prefix = ID_PREFIXES[kind]
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9A-Za-z]{1,64}$`), `expected an id that begins with "${prefix}_"`)
    .meta({ example: `${prefix}_01h455vb4pex5vsknk084sn02q` })
}

export const EventId = idText('event').brand<'event'>()
export type EventId = z.infer<typeof EventId>
export const EndpointId = idText('endpoint').brand<'endpoint'>()
export type EndpointId = z.infer<typeof EndpointId>
export const DeliveryId = idText('delivery').brand<'delivery'>()
export type DeliveryId = z.infer<typeof DeliveryId>
export const AttemptId = idText('attempt').brand<'attempt'>()
export type AttemptId = z.infer<typeof AttemptId>
export const SourceId = idText('source').brand<'source'>()
export type SourceId = z.infer<typeof SourceId>
export const RequestId = idText('request').brand<'request'>()
export type RequestId = z.infer<typeof RequestId>
export const KeyId = idText('key').brand<'key'>()
export type KeyId = z.infer<typeof KeyId>
export const SecretId = idText('secret').brand<'secret'>()
export type SecretId = z.infer<typeof SecretId>

export const JobId = idText('job').brand<'job'>()
export type JobId = z.infer<typeof JobId>
export const AuditEntryId = idText('auditEntry').brand<'auditEntry'>()
export type AuditEntryId = z.infer<typeof AuditEntryId>
export const SessionId = idText('session').brand<'session'>()
export type SessionId = z.infer<typeof SessionId>
export const PortalLinkId = idText('portalLink').brand<'portalLink'>()
export type PortalLinkId = z.infer<typeof PortalLinkId>

export const RelayConnectionId = idText('relayConnection').brand<'relayConnection'>()
export type RelayConnectionId = z.infer<typeof RelayConnectionId>

interface IdOf {
  event: EventId
  endpoint: EndpointId
  delivery: DeliveryId
  attempt: AttemptId
  source: SourceId
  request: RequestId
  key: KeyId
  secret: SecretId
  job: JobId
  auditEntry: AuditEntryId
  session: SessionId
  portalLink: PortalLinkId
  relayConnection: RelayConnectionId
}

/** @param at the time in the id; rows created together can share it */
export function newId<Kind extends IdKind>(kind: Kind, at: Date = new Date()): IdOf[Kind] {
  return idFromBytes(kind, randomUuidBytes(), at)
}

// Random bytes are drawn for many ids at once: a draw costs more than the rest of making an id.
const drawn = new Uint8Array(256 * UUID_BYTES)
let used = drawn.length

function randomUuidBytes(): Uint8Array {
  if (used === drawn.length) {
    crypto.getRandomValues(drawn)
    used = 0
  }
  used += UUID_BYTES
  return drawn.slice(used - UUID_BYTES, used)
}

/**
 * Derives an id from a seed: the same arguments give the same id in any process. A process that resumes work after a
 * crash reuses the ids of the first run.
 * @param index distinguishes ids of one kind with the same seed
 */
export function idFromSeed<Kind extends IdKind>(
  kind: Kind,
  seed: string,
  index: number,
  at: Date,
): IdOf[Kind] {
  const digest = createHash('sha256').update(`${seed}:${index}`).digest()
  return idFromBytes(kind, Uint8Array.from(digest.subarray(0, UUID_BYTES)), at)
}

/** Makes a UUIDv7 (RFC 9562 section 5.7) of 16 random bytes; the time replaces the first six. */
function idFromBytes<Kind extends IdKind>(kind: Kind, bytes: Uint8Array, at: Date): IdOf[Kind] {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  writeTime(bytes, at)
  const id: string = TypeID.fromUUIDBytes(ID_PREFIXES[kind], bytes).toString()
  return id as IdOf[Kind]
}

/** The smallest possible id of a kind at the given time: ids below it are older. */
export function firstIdAt(kind: IdKind, at: Date): string {
  const bytes = new Uint8Array(UUID_BYTES)
  writeTime(bytes, at)
  return TypeID.fromUUIDBytes(ID_PREFIXES[kind], bytes).toString()
}

/** Crockford's base 32, as in TypeIDs. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'
/** 48 bits: the time of a UUIDv7, in milliseconds. */
const TIME_DIGITS = 10

/**
 * The time in an id: when its row was made. The id may be cut off after the digits of its time, as the bounds of partitions are.
 * @throws RangeError when it is no TypeID
 */
export function timeOfId(id: string): Date {
  const digits = id.slice(id.lastIndexOf('_') + 1).slice(0, TIME_DIGITS)
  const values = Array.from(digits, (digit) => DIGITS.indexOf(digit))
  if (values.length < TIME_DIGITS || values.includes(-1)) {
    throw new RangeError(`expected an id with a time, such as evt_01h455vb4pex5vsknk084sn02q, got "${id}"`)
  }
  return new Date(values.reduce((ms, value) => ms * DIGITS.length + value, 0))
}

function writeTime(bytes: Uint8Array, at: Date): void {
  const ms = Math.max(0, at.getTime())
  const view = new DataView(bytes.buffer)
  view.setUint16(0, Math.floor(ms / 2 ** 32))
  view.setUint32(2, ms % 2 ** 32)
}

/** The caller chooses a tenant's id. */
export const TenantId = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'expected 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit',
  )
  .brand<'tenant'>()
  .meta({ example: 'acme' })
export type TenantId = z.infer<typeof TenantId>
