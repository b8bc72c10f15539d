import { useQuery } from '@tanstack/react-query'
import { endpointPendingQuery } from '../../../data/endpoints/endpoint-stats.ts'
import type { Stats } from '../../../data/overview.ts'
import type { Period } from '../../../data/periods.ts'
import { formatMs } from '../../../preferences/format-time.ts'
import { Figure } from '../../overview/figure.tsx'
import { formatRate } from '../../overview/format-rate.ts'

const number = (value: number) => value.toLocaleString('en')
/** The API counts no further. */
const PENDING_MAX = 10_000

export interface EndpointFiguresProps {
  tenant: string
  endpointId: string
  stats: Stats
  period: Period
}

/** The figures of the period, each a link to the list behind it. */
export function EndpointFigures({ tenant, endpointId, stats, period }: EndpointFiguresProps) {
  const { data } = useQuery(endpointPendingQuery(tenant, endpointId))
  const { deliveries, attempts, successRate, latencyMs } = stats.totals
  const link = (search: { status?: string; statusCode?: string; period?: string }) => ({
    tenant,
    search: { endpointId, ...search },
  })
  const latency = (ms: number | null) => (ms === null ? '–' : formatMs(ms))
  const pending = data?.deliveries.pending
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line shadow-card max-lg:[&>*:first-child]:col-span-2 lg:grid-cols-5">
      <Figure
        name="Success rate"
        value={successRate === null ? '–' : formatRate(successRate)}
        note={`of ${number(attempts.total)} attempts`}
        link={link({ period, statusCode: '4xx,5xx,none' })}
      />
      <Figure
        name="Delivered"
        value={number(deliveries.succeeded)}
        note="succeeded"
        link={link({ period, status: 'succeeded' })}
      />
      <Figure
        name="Failed"
        value={number(deliveries.failed)}
        note={`${number(deliveries.cancelled)} cancelled`}
        link={link({ period, status: 'failed' })}
      />
      <Figure
        name="Latency, p95"
        value={latency(latencyMs.p95)}
        note={`p50 ${latency(latencyMs.p50)}, p99 ${latency(latencyMs.p99)}`}
      />
      <Figure
        name="Pending"
        value={pending === undefined ? '–' : `${number(pending)}${pending >= PENDING_MAX ? '+' : ''}`}
        note="now"
        link={link({ status: 'pending' })}
      />
    </dl>
  )
}
