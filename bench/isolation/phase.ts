import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CreatedEndpoint, CreatedKey } from '@posthorn/contracts'
import { created } from '../created.ts'
import { type Publication, publishAtRate } from '../load/open-loop.ts'
import { untilQuiet, watchBusy } from '../machine.ts'

import { type MeasuredPosthorn, type PosthornOptions, startPosthorn } from '../posthorn.ts'
import { type Receivers, startReceivers } from '../receivers/receivers.ts'
import { openCleanupStack } from '../workspace.ts'
import { ENDPOINTS, type IsolationOptions } from './options.ts'
import { startProgress } from './progress.ts'
import { type BadEndpoint, compare, type PhaseKind, type PhaseResult } from './results.ts'

const TENANT = '/v1/tenants/isolation'
const HANGING = ENDPOINTS - 2
const REFUSING = ENDPOINTS - 1
/** Events that have not arrived after this long without arrivals are lost. An overloaded queue is slow. */
const SILENCE_MS = 120_000
const LOOK_MS = 100

export interface PhaseContext extends Omit<PosthornOptions, 'cleanup' | 'queue'> {
  kind: PhaseKind
  options: IsolationOptions
  say: (line: string) => void
  stop: AbortSignal
}

/** Starts all services, puts them under load, and stops them. */
export async function measurePhase(context: PhaseContext): Promise<PhaseResult> {
  const cleanup = openCleanupStack()
  await untilQuiet(context.say, context.stop)
  try {
    const posthorn = await startPosthorn({ ...context, queue: context.options.queue, cleanup })
    const receivers = await startReceivers(ENDPOINTS)
    cleanup.add('receivers', () => receivers.stop())
    const tenant = await setUp(posthorn, receivers)
    return await measure(context, { posthorn, receivers, ...tenant })
  } finally {
    await cleanup.run()
  }
}

interface Subject {
  posthorn: MeasuredPosthorn
  receivers: Receivers
  /** In the order of the receivers. */
  endpointIds: string[]
  /** May publish. */
  key: string
}

/** Creates an endpoint for each receiver, each with its own event type. */
async function setUp(
  { api }: MeasuredPosthorn,
  { urls }: Receivers,
): Promise<Pick<Subject, 'endpointIds' | 'key'>> {
  await created(api.put(TENANT, {}))
  const endpointIds: string[] = []
  for (const [receiver, url] of urls.entries()) {
    const body = { url, eventTypes: [typeFor(receiver)] }
    const { id } = await created<CreatedEndpoint>(api.post(`${TENANT}/endpoints`, body))
    endpointIds.push(id)
  }
  const { key } = await created<CreatedKey>(api.post(`${TENANT}/keys`, { role: 'publish' }))
  return { endpointIds, key }
}

async function measure(
  { kind, name, options, say, stop }: PhaseContext,
  subject: Subject,
): Promise<PhaseResult> {
  const { posthorn, receivers, key } = subject
  const { warmUpSeconds, seconds, ratePerSecond } = options
  const publications: Publication[] = []
  const progress = startProgress({
    name,
    say,
    published: () => publications.length,
    arrived: () => receivers.arrived(),
  })
  const settling = settleIn(subject, { kind, warmUpSeconds, stop })
  try {
    await publishAtRate({
      url: `${posthorn.apiUrl}${TENANT}/events`,
      key,
      ratePerSecond,
      count: (warmUpSeconds + seconds) * ratePerSecond,
      typeOf: (n) => typeFor(receiverOf(n)),
      signal: stop,
      onReply: (publication) => publications.push(publication),
    })
    const { busy, failingSince } = await settling
    const busyShare = busy()
    const good = publications.filter(({ n }) => isGood(receiverOf(n)))
    await untilArrived(receivers, good.filter(({ status }) => status === 202).length, stop)
    posthorn.assertRunning()
    const bad = failingSince === undefined ? [] : await readBad(subject, failingSince)
    const arrivals = await receivers.close()
    return {
      kind,
      ...compare(good, arrivals, warmUpSeconds * ratePerSecond),
      load: loadavg()[0] ?? 0,
      busy: busyShare,
      bad,
    }
  } finally {
    progress.stop()
  }
}

/**
 * The warm-up, concurrent with the load. Runs ANALYZE in its middle, as autovacuum does within a minute in production; at
 * its end, in B, makes two endpoints fail.
 * @returns when they started to fail, and how busy the machine is from then on
 */
async function settleIn(
  { posthorn, receivers }: Subject,
  { kind, warmUpSeconds, stop }: { kind: PhaseKind; warmUpSeconds: number; stop: AbortSignal },
): Promise<{ failingSince: Date | undefined; busy: () => number }> {
  const half = () => sleep(warmUpSeconds * 500, undefined, { signal: stop }).catch(() => {})
  await half()
  await posthorn.query('ANALYZE')
  await half()
  if (kind === 'B') await receivers.makeFail({ hanging: HANGING, refusing: REFUSING })
  return { failingSince: kind === 'B' ? new Date() : undefined, busy: watchBusy() }
}

async function untilArrived(receivers: Receivers, count: number, stop: AbortSignal): Promise<void> {
  const arrived = () => receivers.arrived().reduce((sum, each, of) => sum + (isGood(of) ? each : 0), 0)
  let last = { count: arrived(), atMs: performance.now() }
  while (last.count < count && performance.now() < last.atMs + SILENCE_MS && !stop.aborted) {
    await sleep(LOOK_MS)
    if (arrived() > last.count) last = { count: arrived(), atMs: performance.now() }
  }
}

async function readBad({ posthorn, endpointIds }: Subject, since: Date): Promise<BadEndpoint[]> {
  const of = async (what: BadEndpoint['what'], receiver: number): Promise<BadEndpoint> => {
    const [row] = await posthorn.query<{ attempts: number; seconds: number | null }>(
      `SELECT (SELECT count(*)::int FROM attempts a JOIN deliveries d ON d.id = a.delivery_id
          WHERE d.endpoint_id = g.endpoint_id AND a.result = 'failed') AS attempts,
        extract(epoch FROM circuit_opened_at - $2)::float8 AS seconds
      FROM endpoint_gates g WHERE g.endpoint_id = $1`,
      [endpointIds[receiver], since],
    )
    return { what, attempts: row?.attempts ?? 0, circuitOpenedAfterSeconds: row?.seconds ?? undefined }
  }
  return [await of('hanging', HANGING), await of('refusing', REFUSING)]
}

function receiverOf(n: number): number {
  return n % ENDPOINTS
}

function isGood(receiver: number): boolean {
  return receiver !== HANGING && receiver !== REFUSING
}

function typeFor(receiver: number): string {
  return `isolation.endpoint-${receiver}`
}
