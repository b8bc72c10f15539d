import {
  type FoundObject,
  ID_PREFIXES,
  SEARCH_RESULTS_MAX,
  type SearchedType,
  type TenantId,
} from '@posthorn/contracts'
import {
  type FoundReply,
  findDeliveryOfAttempt,
  findEventIdsByName,
  findOwnedIds,
  findRepliesByKey,
  rowOfReply,
} from '@posthorn/database'
import { type SecretBox, SecretBoxError } from '@posthorn/secrets'
import type { Dependencies } from '../dependencies.ts'

/** Reading a reply of this size takes a few milliseconds: that of a batch of a thousand events. */
const REPLY_BYTES_MAX = 256 * 1024
/** Requests with one Idempotency-Key, on different paths or with different API keys. */
const REPLIES_MAX = 3

/** Attempts are shown with their delivery. */
type FoundType = Exclude<SearchedType, 'attempt'>

/** The directory of each type below the tenant's path. */
const PATHS: Record<FoundType, (id: string) => string> = {
  event: (id) => `/events/${id}`,
  delivery: (id) => `/deliveries/${id}`,
  endpoint: (id) => `/endpoints/${id}`,
  source: (id) => `/sources/${id}`,
  request: (id) => `/requests/${id}`,
  key: () => '/keys',
  job: (id) => `/jobs/${id}`,
}

const TYPES = Object.keys(PATHS) as FoundType[]
/** Only keys with the role `manage` read these. */
const MANAGED: readonly FoundType[] = ['source', 'key']

interface Name {
  tenant: TenantId
  /** An id, an external id, a trace id or an Idempotency-Key. */
  text: string
  /** Whether the caller may read sources and keys. */
  manages: boolean
}

/** Finds the objects of a tenant that an id or another name stands for. Each lookup reads a few rows of an index. */
export async function findByName(
  { database, secretBox }: Pick<Dependencies, 'database' | 'secretBox'>,
  { tenant, text, manages }: Name,
): Promise<FoundObject[]> {
  const [eventIds, replies] = await Promise.all([
    findEventIdsByName(database, tenant, { name: text, limit: SEARCH_RESULTS_MAX }),
    findRepliesByKey(database, tenant, { key: text, limit: REPLIES_MAX, bytesMax: REPLY_BYTES_MAX }),
  ])
  const created = replies.flatMap((reply) => idsIn(openedReply(secretBox, reply)))
  const ids = [...new Set([text, ...eventIds, ...created])].slice(0, SEARCH_RESULTS_MAX)
  const attempts = await foundAttempts(database, tenant, text)
  const types = TYPES.filter((type) => manages || !MANAGED.includes(type))
  const found = await Promise.all(
    types.map(async (type) => {
      const ofType = ids.filter((id) => id.startsWith(`${ID_PREFIXES[type]}_`))
      const owned =
        ofType.length === 0 ? [] : await findOwnedIds(database, tenant, { kind: type, ids: ofType })
      return owned.map((id) => ({ type, id, path: `/v1/tenants/${tenant}${PATHS[type](id)}` }))
    }),
  )
  return [...attempts, ...found.flat()].toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id))
}

async function foundAttempts(
  database: Dependencies['database'],
  tenant: TenantId,
  id: string,
): Promise<FoundObject[]> {
  if (!id.startsWith(`${ID_PREFIXES.attempt}_`)) return []
  const deliveryId = await findDeliveryOfAttempt(database, tenant, id)
  if (deliveryId === undefined) return []
  return [{ type: 'attempt', id, path: `/v1/tenants/${tenant}/deliveries/${deliveryId}/attempts` }]
}

/** Undefined when the key that encrypted it is no longer configured. */
function openedReply(secretBox: SecretBox, reply: FoundReply): unknown {
  try {
    return JSON.parse(secretBox.open(reply.sealedReply, rowOfReply(reply)))
  } catch (error) {
    if (error instanceof SecretBoxError || error instanceof SyntaxError) return undefined
    throw error
  }
}

const ID_FIELDS = ['id', 'eventId', 'deliveryId']

/** The ids of the objects that a reply shows: an object, a list, or the results of a batch. */
function idsIn(reply: unknown): string[] {
  if (typeof reply !== 'object' || reply === null) return []
  const { data, event } = reply as { data?: unknown; event?: unknown }
  if (Array.isArray(data)) return data.slice(0, SEARCH_RESULTS_MAX).flatMap(idsIn)
  if (event !== undefined) return idsIn(event)
  const fields = reply as Record<string, unknown>
  return ID_FIELDS.flatMap((name) => (typeof fields[name] === 'string' ? [fields[name]] : []))
}
