import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { ChartCard } from '../../components/chart/chart-card.tsx'
import type { Series } from '../../components/chart/series.ts'
import type { Stats } from '../../data/overview.ts'
import { formatMs } from '../../preferences/format-time.ts'

const BUCKET_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** Deliveries, events and latency over time. A click on a bar opens the deliveries of that time. */
export function Charts({ tenant, stats }: { tenant: string; stats: Stats }) {
  const navigate = useNavigate()
  const times = useMemo(() => stats.data.map(({ at }) => at), [stats])
  const { deliveries, events, latency } = useMemo(() => seriesOf(stats), [stats])
  const openDeliveries = (from: string) => {
    const to = new Date(Date.parse(from) + BUCKET_MS[stats.bucket]).toISOString()
    void navigate({
      to: '/t/$tenant/deliveries',
      params: { tenant },
      search: { finishedFrom: from, finishedTo: to },
    })
  }
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <ChartCard
        title="Deliveries by result"
        times={times}
        series={deliveries}
        kind="bars"
        onPick={openDeliveries}
        className="lg:col-span-2"
      />
      <ChartCard title="Events" times={times} series={events} kind="bars" />
      <ChartCard title="Latency of attempts" times={times} series={latency} kind="lines" format={formatMs} />
    </div>
  )
}

function seriesOf({ data }: Stats): Record<'deliveries' | 'events' | 'latency', Series[]> {
  const values = (of: (bucket: Stats['data'][number]) => number | null) => data.map(of)
  return {
    deliveries: [
      { label: 'Succeeded', color: 'ok', values: values(({ deliveries }) => deliveries.succeeded) },
      { label: 'Failed', color: 'bad', values: values(({ deliveries }) => deliveries.failed) },
      { label: 'Cancelled', color: 'quiet', values: values(({ deliveries }) => deliveries.cancelled) },
    ],
    events: [{ label: 'Events', color: 'info', values: values(({ events }) => events) }],
    latency: [
      { label: 'p50', color: 'info', values: values(({ latencyMs }) => latencyMs.p50) },
      { label: 'p95', color: 'warn', values: values(({ latencyMs }) => latencyMs.p95) },
      { label: 'p99', color: 'bad', values: values(({ latencyMs }) => latencyMs.p99) },
    ],
  }
}
