import type {
  EndpointId,
  EndpointStats,
  EndpointStatsQuery,
  StatsBucket,
  StatsQuery,
  StatsSeries,
  TenantId,
} from '@posthorn/contracts'
import { countPending, type ListSource, readCounts } from '@posthorn/database'
import { invalidFields } from '@posthorn/runtime'
import {
  BUCKET_SECONDS,
  type CountedKind,
  type StatsWindow,
  StatsWindowError,
  seriesWindow,
  summarizeCounts,
  wholeWindow,
} from '@posthorn/webhook'

/** Totals of an endpoint in a window. The caller has checked that the endpoint belongs to the tenant. */
export async function endpointStats(
  source: ListSource,
  tenantId: TenantId,
  endpointId: EndpointId,
  query: EndpointStatsQuery,
): Promise<EndpointStats> {
  const window = chooseWindow(() => wholeWindow(query, new Date()))
  const { from, to } = window
  const bucketSeconds = (to.getTime() - from.getTime()) / 1000
  const [counts, pending] = await Promise.all([
    readCounts(source, tenantId, { ...window, endpointId, bucketSeconds }),
    countPending(source, endpointId),
  ])
  const { events: _, deliveries, ...figures } = summarizeCounts(counts.get(from.getTime()) ?? [])
  return { ...textOf(window), deliveries: { ...deliveries, pending }, ...figures }
}

/** Totals of each bucket in a window, of one endpoint or the whole tenant. */
export async function statsSeries(
  source: ListSource,
  tenantId: TenantId,
  { bucket, endpointId, ...query }: StatsQuery,
): Promise<StatsSeries> {
  const window = chooseWindow(() => seriesWindow(query, bucket, new Date()))
  const bucketSeconds = BUCKET_SECONDS[bucket]
  const counts = await readCounts(source, tenantId, { ...window, endpointId, bucketSeconds })
  const figuresOf = (counted: readonly CountedKind[]) => {
    const { events, ...figures } = summarizeCounts(counted)
    return { events: endpointId === undefined ? events : null, ...figures }
  }
  const toBucket = (ms: number): StatsBucket => ({
    at: new Date(ms).toISOString(),
    ...figuresOf(counts.get(ms) ?? NOTHING),
  })
  return {
    ...textOf(window),
    bucket,
    totals: figuresOf([...counts.values()].flat()),
    data: bucketStarts(window, bucketSeconds * 1000).map(toBucket),
  }
}

const NOTHING: CountedKind[] = []

function bucketStarts({ from, to }: StatsWindow, bucketMs: number): number[] {
  const count = (to.getTime() - from.getTime()) / bucketMs
  return Array.from({ length: count }, (_, index) => from.getTime() + index * bucketMs)
}

function textOf({ from, to }: StatsWindow): { from: string; to: string } {
  return { from: from.toISOString(), to: to.toISOString() }
}

/** @throws ProblemError `invalid_request` for an invalid window */
function chooseWindow(choose: () => StatsWindow): StatsWindow {
  try {
    return choose()
  } catch (error) {
    if (!(error instanceof StatsWindowError)) throw error
    throw invalidFields([{ path: error.path, message: error.message }])
  }
}
