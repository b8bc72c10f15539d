import { type AttemptRecord, type Database, type NextDeliveryState, recordAttempts } from '@posthorn/database'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  claimMade,
  deliveriesTo,
  type MadeDelivery,
  madeRecord,
} from '../../../harness/database/made-deliveries.ts'
import { startWithDatabase } from '../../../harness/database/start-with-database.ts'
import type { Posthorn, Tenant } from '../../../harness/posthorn.ts'

type Status = 'pending' | 'succeeded' | 'failed' | 'cancelled'
/** When a manual attempt was requested, relative to the claim. */
type Request = 'none' | 'before' | 'during'

const STATUSES: readonly Status[] = ['pending', 'succeeded', 'failed', 'cancelled']
const REQUESTS: readonly Request[] = ['none', 'before', 'during']
const NEXT = {
  succeeded: { status: 'succeeded' },
  failed: {
    status: 'failed',
    reason: 'schedule_exhausted',
    disableEndpoint: false,
    failureCount: 3,
    notifyTenant: true,
  },
  pending: { status: 'pending', delayMs: 3_600_000, failureCount: 3 },
  unchanged: { status: 'unchanged', disableEndpoint: false },
} satisfies Record<NextDeliveryState['status'], NextDeliveryState>
type Next = keyof typeof NEXT

/** Status of the delivery after the record, by status before; `-` where the record does not move it. */
const MOVED: readonly [hasClaim: boolean, next: Next, after: Record<Status, Status | '-'>][] = [
  [
    true,
    'succeeded',
    { pending: 'succeeded', succeeded: 'succeeded', failed: 'succeeded', cancelled: 'succeeded' },
  ],
  [true, 'failed', { pending: 'failed', succeeded: '-', failed: '-', cancelled: '-' }],
  [true, 'pending', { pending: 'pending', succeeded: '-', failed: '-', cancelled: '-' }],
  [
    true,
    'unchanged',
    { pending: 'pending', succeeded: 'succeeded', failed: 'failed', cancelled: 'cancelled' },
  ],
  [false, 'succeeded', { pending: 'succeeded', succeeded: '-', failed: 'succeeded', cancelled: 'succeeded' }],
  [false, 'failed', { pending: '-', succeeded: '-', failed: '-', cancelled: '-' }],
  [false, 'pending', { pending: '-', succeeded: '-', failed: '-', cancelled: '-' }],
  [false, 'unchanged', { pending: '-', succeeded: '-', failed: '-', cancelled: '-' }],
]

const CASES = MOVED.flatMap(([hasClaim, next, after]) =>
  STATUSES.flatMap((status) =>
    REQUESTS.map((request) => ({ hasClaim, next, status, request, after: after[status] })),
  ),
)
type Case = (typeof CASES)[number]

const NUMBER = 3
const FAILURES_BEFORE = 2
/** Times before the record, which none of its own can equal. */
const DUE = '2100-01-01T00:00:00Z'
const REMINDER = '2100-01-01T00:00:01Z'
const ENDED = '2001-01-01T00:00:00Z'
const CLAIMED_AT = new Date('2026-11-27T12:00:00Z')
const REQUESTED_AT: Record<Request, string | null> = {
  none: null,
  before: '2026-11-27T11:59:59Z',
  during: '2026-11-27T12:00:01Z',
}

describe('the record of an attempt', () => {
  let posthorn: Posthorn
  let database: Database
  beforeAll(async () => {
    const started = await startWithDatabase({ services: ['api'] })
    ;({ posthorn, database } = started)
    return started.stop
  })

  /** Puts a delivery into a state, with a claim of this attempt or of the next one. */
  async function prepare(delivery: MadeDelivery, { status, request, hasClaim }: Case) {
    const isPending = status === 'pending'
    await posthorn.database.query(
      `UPDATE deliveries SET status = $2::delivery_status, attempt_count = $3, failure_count = $4, next_attempt_at = $5,
         remind_at = $6, finished_at = $7, manual_at = $8 WHERE id = $1`,
      [
        delivery.id,
        status,
        NUMBER - 1,
        FAILURES_BEFORE,
        isPending ? DUE : null,
        isPending ? REMINDER : null,
        isPending ? null : ENDED,
        REQUESTED_AT[request],
      ],
    )
    const number = hasClaim ? NUMBER : NUMBER + 1
    await claimMade(posthorn.database, delivery, { number, claimedAt: CLAIMED_AT })
  }

  const SELECT_STATE = `
    SELECT d.id, status, attempt_count AS attempts, failure_count AS failures, manual_at IS NOT NULL AS "isRequested",
      notification_pending AS "isExhausted",
      CASE WHEN next_attempt_at = $2 THEN 'unchanged' WHEN next_attempt_at > now() THEN 'later' END AS due,
      CASE WHEN remind_at = $3 THEN 'unchanged' WHEN remind_at <= now() THEN 'now'
        WHEN remind_at = next_attempt_at + interval '10 seconds' THEN 'after due' END AS reminder,
      CASE WHEN finished_at = $4 THEN 'unchanged' WHEN finished_at <= now() THEN 'now' END AS ended,
      (SELECT number FROM leases WHERE delivery_id = d.id) AS claim,
      (SELECT count(*)::int FROM attempts WHERE delivery_id = d.id) AS stored
    FROM deliveries d WHERE d.id = ANY ($1)`
  interface State {
    id: string
    status: Status
    attempts: number
    failures: number
    isRequested: boolean
    isExhausted: boolean
    due: 'unchanged' | 'later' | null
    reminder: 'unchanged' | 'now' | 'after due' | null
    ended: 'unchanged' | 'now' | null
    claim: number | null
    stored: number
  }

  async function statesOf(made: readonly MadeDelivery[]): Promise<State[]> {
    const rows = await posthorn.database.query<State>(SELECT_STATE, [
      made.map(({ id }) => id),
      DUE,
      REMINDER,
      ENDED,
    ])
    const byId = new Map(rows.map((row) => [row.id, row]))
    return made.flatMap(({ id }) => byId.get(id) ?? [])
  }

  /** State after a record, from the table above and the state before. */
  function expectedState({ hasClaim, next, status, request, after }: Case): Omit<State, 'id'> {
    const isPending = status === 'pending'
    const unmoved: Omit<State, 'id'> = {
      status,
      attempts: NUMBER,
      failures: FAILURES_BEFORE,
      isRequested: request !== 'none',
      isExhausted: false,
      due: isPending ? 'unchanged' : null,
      reminder: isPending ? 'unchanged' : null,
      ended: isPending ? null : 'unchanged',
      claim: hasClaim ? null : NUMBER + 1,
      stored: 1,
    }
    if (after === '-') return unmoved
    const isRequested = next !== 'succeeded' && request === 'during'
    const moved = { ...unmoved, status: after, isRequested }
    switch (next) {
      case 'succeeded':
        return { ...moved, due: null, reminder: null, ended: status === 'succeeded' ? 'unchanged' : 'now' }
      case 'failed':
        return {
          ...moved,
          failures: NEXT.failed.failureCount,
          isExhausted: true,
          due: null,
          reminder: isRequested ? 'now' : null,
          ended: 'now',
        }
      case 'pending':
        return {
          ...moved,
          failures: NEXT.pending.failureCount,
          due: 'later',
          reminder: isRequested ? 'now' : 'after due',
        }
      case 'unchanged':
        return { ...moved, reminder: isRequested ? 'now' : isPending ? 'after due' : null }
    }
  }

  const countsOf = async ({ id }: Tenant) => {
    const rows = await posthorn.database.query<{ kind: string; count: number }>(
      `SELECT kind, sum(count)::int AS count FROM counts WHERE tenant_id = $1 AND kind <> 'event' GROUP BY kind`,
      [id],
    )
    return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]))
  }

  it.each([
    ['all', (records: AttemptRecord[]) => [records]],
    ['one', (records: AttemptRecord[]) => records.map((record) => [record])],
  ])(
    'moves its delivery by claim, status and result, once however often it is repeated, in batches of %s',
    async (_, inBatches) => {
      const recordAll = async (records: AttemptRecord[]) => {
        const moved = []
        for (const batch of inBatches(records)) moved.push(...(await recordAttempts(database, batch)).moved)
        return new Set(moved)
      }
      const tenant = await posthorn.createTenant()
      const { id: endpointId } = await tenant.endpoint({ url: 'https://example.com/' })
      const made = await deliveriesTo(
        database,
        tenant,
        CASES.map(() => endpointId),
      )
      const cases = CASES.map((of, index) => ({ of, delivery: made[index] as MadeDelivery }))
      for (const { of, delivery } of cases) await prepare(delivery, of)
      const records = cases.map(({ of, delivery }) =>
        madeRecord(delivery, { number: NUMBER, next: NEXT[of.next] }),
      )

      const moved = await recordAll(records)

      const outcome = (state: object, isMoved: boolean, of: Case) => ({ ...of, isMoved, state })
      const states = await statesOf(made)
      expect(
        cases.map(({ of, delivery }, index) => outcome(states[index] ?? {}, moved.has(delivery.id), of)),
      ).toEqual(
        cases.map(({ of, delivery }) =>
          outcome({ id: delivery.id, ...expectedState(of) }, of.after !== '-', of),
        ),
      )
      const ended = (next: Next) =>
        CASES.filter((of) => of.next === next && of.after !== '-' && of.after !== of.status).length
      const counts = {
        'attempt.2xx': CASES.length / 4,
        'attempt.5xx': (CASES.length * 3) / 4,
        'delivery.succeeded': ended('succeeded'),
        'delivery.failed': ended('failed'),
      }
      expect(await countsOf(tenant)).toEqual(counts)

      expect(await recordAll(records)).toEqual(new Set())
      expect(
        (await statesOf(made)).map(({ status, attempts, stored }) => ({ status, attempts, stored })),
      ).toEqual(states.map(({ status, attempts, stored }) => ({ status, attempts, stored })))
      expect(await countsOf(tenant)).toEqual(counts)
    },
  )

  it.each(['succeeded', 'failed'] as const)(
    'that %s wakes the delivery that has waited longest',
    async (next) => {
      const tenant = await posthorn.createTenant()
      const { id: endpointId } = await tenant.endpoint({ url: 'https://example.com/' })
      const made = await deliveriesTo(database, tenant, [endpointId, endpointId, endpointId])
      const [attempted, newer, older] = made as [MadeDelivery, MadeDelivery, MadeDelivery]
      await claimMade(posthorn.database, attempted, { number: 1, claimedAt: CLAIMED_AT })
      await posthorn.database.query(
        `UPDATE deliveries SET remind_at = NULL, next_attempt_at = now() - CASE id WHEN $2 THEN interval '2 s' ELSE interval '1 s' END
       WHERE id = ANY ($1)`,
        [[newer.id, older.id], older.id],
      )

      const { woken } = await recordAttempts(database, [
        madeRecord(attempted, { number: 1, next: NEXT[next] }),
      ])

      expect(woken).toEqual([{ tenantId: tenant.id, endpointId, deliveryId: older.id, attemptNumber: 1 }])
      expect(
        await posthorn.database.query(
          'SELECT id FROM deliveries WHERE endpoint_id = $1 AND remind_at > now()',
          [endpointId],
        ),
      ).toEqual([{ id: older.id }])
    },
  )

  it('stores nothing for a delivery that does not exist', async () => {
    const tenant = await posthorn.createTenant()
    const { id: endpointId } = await tenant.endpoint({ url: 'https://example.com/' })
    const made = await deliveriesTo(database, tenant, [endpointId])
    const [delivery] = made as [MadeDelivery]
    await posthorn.database.query('DELETE FROM deliveries WHERE id = $1', [delivery.id])

    expect(
      await recordAttempts(database, [madeRecord(delivery, { number: NUMBER, next: NEXT.succeeded })]),
    ).toEqual({
      moved: new Set(),
      woken: [],
      disabled: [],
    })
    expect(await statesOf(made)).toEqual([])
    expect(await countsOf(tenant)).toEqual({})
  })
})
