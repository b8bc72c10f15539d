import { LiveHints, TenantId } from '@posthorn/contracts'
import { z } from 'zod'
import { HINTS_MAX, type HintBatch } from './hint-batch.ts'

/** PostgreSQL limits the payload of a NOTIFY to 8,000 bytes. All text is ASCII. */
const PAYLOAD_LENGTH_MAX = 7_000
/** Hints that a process sends at a time. With more tenants each has fewer, and its kinds say the rest. */
const HINTS_OF_ALL_TENANTS = 5 * HINTS_MAX

/**
 * What processes send each other. Those of another version may send more, which is ignored.
 *
 * - `watch`: streams of these tenants are open in the process `from`.
 * - `ask`: a process has connected and does not know yet which tenants are watched.
 * - `changed`: hints for each tenant.
 */
const LiveMessage = z.union([
  z.object({ watch: z.array(TenantId), from: z.string() }),
  z.object({ ask: z.literal(true) }),
  z.object({ changed: z.array(z.tuple([TenantId, LiveHints])) }),
])
export type LiveMessage = z.infer<typeof LiveMessage>

/** @returns undefined for text that is no message */
export function readMessage(text: string): LiveMessage | undefined {
  try {
    return LiveMessage.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

export const ASK = JSON.stringify({ ask: true } satisfies LiveMessage)

/** Messages that announce the watched tenants of a process. */
export function watchMessages(tenantIds: Iterable<TenantId>, from: string): string[] {
  return inPayloads([...tenantIds], (watch) => ({ watch, from }))
}

/** Messages with the hints of a moment. */
export function changeMessages(batches: ReadonlyMap<TenantId, HintBatch>): string[] {
  const max = Math.min(HINTS_MAX, Math.floor(HINTS_OF_ALL_TENANTS / batches.size))
  const changed = Array.from(batches, ([tenantId, batch]): [TenantId, LiveHints] => [
    tenantId,
    batch.toHints(max),
  ])
  return inPayloads(changed, (part) => ({ changed: part }))
}

function inPayloads<Item>(items: readonly Item[], messageOf: (part: Item[]) => LiveMessage): string[] {
  const parts: Item[][] = []
  let length = PAYLOAD_LENGTH_MAX
  for (const item of items) {
    const more = JSON.stringify(item).length + 1
    if (length + more > PAYLOAD_LENGTH_MAX) {
      parts.push([])
      length = 0
    }
    parts.at(-1)?.push(item)
    length += more
  }
  return parts.map((part) => JSON.stringify(messageOf(part)))
}
