import type { EndpointId, TenantId } from '@posthorn/contracts'
import type { Prisma } from '../generated/client.ts'
import { type Database, type PrismaConnection, poolOf, prismaOf } from '../sql/database.ts'
import { inTransaction, run } from '../sql/sql.ts'
import type { SealedSecret } from './sealed-secrets.ts'

/** Secrets that sign at the same time: the current one and those in their grace period. Each adds a signature to the header. */
export const LIVE_SECRETS_MAX = 5

/** A stored shared secret, or a stored key pair whose public key is not secret. */
export type SigningSecret = SealedSecret & ({ kind: 'hmac' } | KeyPairRow)

/** One that signs now; `expiresAt` is null for the current one. */
export type LiveSecret = SigningSecret & { expiresAt: Date | null }

type KeyPairRow = { kind: 'ed25519'; publicKey: string }
export type SealedKeyPair = SealedSecret & KeyPairRow

// The current one has no expiry, so it is first even if the clocks of the processes that made the ids differ.
const LIVE_NEWEST_FIRST = `
  FROM endpoint_secrets s WHERE s.endpoint_id = en.id AND (s.expires_at IS NULL OR s.expires_at > now())
  ORDER BY s.expires_at DESC NULLS FIRST, s.id DESC`

/** SQL of the columns of {@link SigningSecretColumns}, `en` being the endpoint's row. */
export const SIGNING_SECRET_COLUMNS = `
  ARRAY(SELECT s.id ${LIVE_NEWEST_FIRST}) AS "secretIds",
  ARRAY(SELECT s.sealed ${LIVE_NEWEST_FIRST}) AS "sealedSecrets",
  ARRAY(SELECT s.kind::text ${LIVE_NEWEST_FIRST}) AS "secretKinds"`

export interface SigningSecretColumns {
  secretIds: SealedSecret['id'][]
  sealedSecrets: SealedSecret['sealed'][]
  secretKinds: SigningSecret['kind'][]
}

/** The shared secrets and private keys that sign now, newest first. */
export function signingSecretsOf({ secretIds, sealedSecrets, secretKinds }: SigningSecretColumns): {
  secrets: SealedSecret[]
  privateKeys: SealedSecret[]
} {
  const all = secretIds.flatMap((id, index) => {
    const sealed = sealedSecrets[index]
    return sealed === undefined ? [] : [{ id, sealed, kind: secretKinds[index] }]
  })
  const ofKind = (kind: SigningSecret['kind']) =>
    all.filter((one) => one.kind === kind).map(({ id, sealed }) => ({ id, sealed }))
  return { secrets: ofKind('hmac'), privateKeys: ofKind('ed25519') }
}

/** Reads the times of an endpoint's secrets, and its public keys, with the endpoint. No secret is read. */
export const SECRET_TIMES = {
  select: { publicKey: true, expiresAt: true },
  orderBy: [{ expiresAt: { sort: 'desc', nulls: 'first' } }, { id: 'desc' }],
} as const satisfies Prisma.Endpoint$secretsArgs

interface SecretTimes {
  publicKey: string | null
  expiresAt: Date | null
}

/** The public keys of the key pairs that sign now, newest first. */
export function livePublicKeys(secrets: readonly SecretTimes[]): string[] {
  const now = new Date()
  return secrets
    .filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
    .flatMap(({ publicKey }) => publicKey ?? [])
}

/** When the last of the previous secrets stops signing; undefined when none signs now. */
export function endOfGrace(secrets: readonly SecretTimes[]): Date | undefined {
  const ends = secrets.flatMap(({ expiresAt }) => expiresAt?.getTime() ?? [])
  const last = Math.max(0, ...ends)
  return last > Date.now() ? new Date(last) : undefined
}

/** Adds a key pair to an endpoint that has none. The caller has locked the endpoint. */
export async function addKeyPairIfNone(
  transaction: Pick<PrismaConnection, 'endpointSecret'>,
  endpointId: EndpointId,
  keyPair: SealedKeyPair,
): Promise<void> {
  const count = await transaction.endpointSecret.count({ where: { endpointId, kind: 'ed25519' } })
  if (count === 0) await transaction.endpointSecret.create({ data: { ...keyPair, endpointId } })
}

/** The newest shared secret; undefined when the tenant has no endpoint with this id. */
export async function findCurrentSecret(
  database: Database,
  tenantId: TenantId,
  id: EndpointId,
): Promise<SealedSecret | undefined> {
  const row = await prismaOf(database).endpointSecret.findFirst({
    where: { endpoint: { id, tenantId, deletedAt: null }, kind: 'hmac', expiresAt: null },
  })
  return row === null ? undefined : { id: row.id as SealedSecret['id'], sealed: row.sealed }
}

/** The secrets and key pairs that sign now, with the ends of their grace periods. */
export async function findLiveSecrets(
  database: Database,
  tenantId: TenantId,
  id: EndpointId,
): Promise<LiveSecret[]> {
  const rows = await prismaOf(database).endpointSecret.findMany({
    where: {
      endpoint: { id, tenantId, deletedAt: null },
      OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
    },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ id: secretId, sealed, kind, publicKey, expiresAt }) => ({
    id: secretId as SealedSecret['id'],
    sealed,
    expiresAt,
    ...(kind === 'ed25519' ? { kind, publicKey: publicKey ?? '' } : { kind }),
  }))
}

export interface Rotation {
  secret: SealedSecret
  /** Replaces the endpoint's key pair, if it has one. */
  keyPair: SealedKeyPair
  /** How long the previous ones sign beside the new one; with 0 they are deleted. */
  graceSeconds: number
}

export type RotationResult = 'rotated' | 'too_many' | 'no_endpoint'

// Lock order of the transaction: the endpoint, its secrets. Concurrent rotations run one after the other.
const LOCK = {
  name: 'lock-endpoint-to-rotate',
  text: `
    SELECT id FROM endpoints WHERE id = $1 AND tenant_id = $2 AND deleted_at IS NULL FOR NO KEY UPDATE`,
}

const COUNT_LIVE = {
  name: 'count-live-secrets',
  text: `
    SELECT count(*) FILTER (WHERE kind = 'hmac' AND (expires_at IS NULL OR expires_at > clock_timestamp()))::int AS live,
      coalesce(bool_or(kind = 'ed25519'), false) AS "hasKeyPair"
    FROM endpoint_secrets WHERE endpoint_id = $1`,
}

// Without a grace period all previous ones are deleted: a leaked secret must not become valid again. A later rotation may
// shorten a grace period, never extend it: least() ignores the null of the current one.
const DELETE_ENDED = {
  name: 'delete-ended-signing-secrets',
  text: `DELETE FROM endpoint_secrets WHERE endpoint_id = $1 AND ($2 = 0 OR expires_at <= clock_timestamp())`,
}
const RETIRE = {
  name: 'retire-signing-secrets',
  text: `
    UPDATE endpoint_secrets SET expires_at = least(expires_at, clock_timestamp() + make_interval(secs => $2))
    WHERE endpoint_id = $1`,
}

const ADD = {
  name: 'add-signing-secret',
  text: `INSERT INTO endpoint_secrets (endpoint_id, id, sealed, kind, public_key) VALUES ($1, $2, $3, $4, $5)`,
}
const SET_UPDATED_AT = {
  name: 'set-endpoint-updated-at',
  text: `UPDATE endpoints SET updated_at = now() WHERE id = $1`,
}

/** Adds a new secret, and a new key pair if the endpoint has one. The previous ones sign beside them during the grace period. */
export async function rotateSigningSecrets(
  database: Database,
  tenantId: TenantId,
  id: EndpointId,
  { secret, keyPair, graceSeconds }: Rotation,
): Promise<RotationResult> {
  return inTransaction(poolOf(database), async (sql) => {
    const locked = await run(sql, LOCK, [id, tenantId])
    if (locked.length === 0) return 'no_endpoint'
    const [now] = await run<{ live: number; hasKeyPair: boolean }>(sql, COUNT_LIVE, [id])
    if (graceSeconds > 0 && (now?.live ?? 0) >= LIVE_SECRETS_MAX) return 'too_many'

    await run(sql, DELETE_ENDED, [id, graceSeconds])
    await run(sql, RETIRE, [id, graceSeconds])
    await run(sql, ADD, [id, secret.id, secret.sealed, 'hmac', null])
    if (now?.hasKeyPair) await run(sql, ADD, [id, keyPair.id, keyPair.sealed, 'ed25519', keyPair.publicKey])
    await run(sql, SET_UPDATED_AT, [id])
    return 'rotated'
  })
}
