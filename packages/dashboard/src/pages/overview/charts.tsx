import { linkOptions } from '@tanstack/react-router'
import { useMemo } from 'react'
import { ChartCard } from '../../components/chart/chart-card.tsx'
import type { Stats } from '../../data/overview.ts'
import { formatMs } from '../../preferences/format-time.ts'
import { bucketEnd, chartSeriesOf } from './chart-series.ts'

/** Deliveries, events and latency over time, each with links to the lists behind it. */
export function Charts({ tenant, stats }: { tenant: string; stats: Stats }) {
  const times = useMemo(() => stats.data.map(({ at }) => at), [stats])
  const { deliveries, events, latency } = useMemo(() => chartSeriesOf(stats), [stats])
  const toDeliveries = (from: string) =>
    linkOptions({
      to: '/t/$tenant/deliveries',
      params: { tenant },
      search: { finishedFrom: from, finishedTo: bucketEnd(from, stats.bucket) },
    })
  const toEvents = (from: string) =>
    linkOptions({
      to: '/t/$tenant/events',
      params: { tenant },
      search: { from, to: bucketEnd(from, stats.bucket) },
    })
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <ChartCard
        title="Deliveries by result"
        times={times}
        series={deliveries}
        kind="bars"
        linkOf={toDeliveries}
        className="lg:col-span-2"
      />
      <ChartCard title="Events" times={times} series={events} kind="bars" linkOf={toEvents} />
      <ChartCard
        title="Latency of attempts"
        times={times}
        series={latency}
        kind="lines"
        format={formatMs}
        linkOf={toDeliveries}
      />
    </div>
  )
}
