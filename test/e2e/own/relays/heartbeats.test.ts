import type { CreatedKey } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { createRelay } from '../../../harness/relay/relay-of.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const LISTENERS = 3
/** Two heartbeats are due. */
const LOCKED_SECONDS = 11
const RENEWED_MS_MAX = 19_000

describe('the heartbeat of listeners', () => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn()
  })
  afterAll(() => posthorn?.stop())

  it('is renewed while their keys cannot be read, and ends with their key', async () => {
    const created = await createRelay(posthorn)
    const { tenant, relay } = created
    const { body } = await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, { role: 'manage' })
    const pids = Array.from({ length: LISTENERS }, (_, index) => index + 1)
    const listeners = await Promise.all(
      pids.map((pid) => created.listen({ pid, mode: 'share', key: body.key })),
    )
    await Promise.all(listeners.map((listener) => listener.ready()))
    const { database } = posthorn
    await database.query('BEGIN')
    await database.query('LOCK TABLE api_keys IN ACCESS EXCLUSIVE MODE')
    await waitUntil(
      'all heartbeats to be renewed',
      async () => {
        const [row] = await database.query<{ renewed: number }>(
          `SELECT count(*)::int AS renewed FROM relay_connections
           WHERE endpoint_id = $1 AND seen_at > now() + make_interval(secs => $2)`,
          [relay.id, LOCKED_SECONDS],
        )
        return row?.renewed === LISTENERS
      },
      RENEWED_MS_MAX,
    )
    await database.query('ROLLBACK')
    expect(listeners.map((listener) => listener.hasEnded())).toEqual(pids.map(() => false))
    await posthorn.api.delete(`${tenant.path}/keys/${body.id}`)
    await waitUntil('all listeners to be ended', () => listeners.every((listener) => listener.hasEnded()))
  })
})
