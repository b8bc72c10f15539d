import { linkOptions } from '@tanstack/react-router'
import { useMemo } from 'react'
import { ChartCard } from '../../../components/chart/chart-card.tsx'
import type { Series } from '../../../components/chart/series.ts'
import type { Stats } from '../../../data/overview.ts'
import { formatMs } from '../../../preferences/format-time.ts'
import { bucketEnd, chartSeriesOf } from '../../overview/chart-series.ts'

export interface EndpointChartsProps {
  tenant: string
  endpointId: string
  stats: Stats
}

/** Attempts and their latency over time. Attempts show a failure at once, deliveries only when they have ended. */
export function EndpointCharts({ tenant, endpointId, stats }: EndpointChartsProps) {
  const times = useMemo(() => stats.data.map(({ at }) => at), [stats])
  const attempts = useMemo(() => attemptsByReply(stats), [stats])
  const { latency } = useMemo(() => chartSeriesOf(stats), [stats])
  const toDeliveries = (from: string) =>
    linkOptions({
      to: '/t/$tenant/deliveries',
      params: { tenant },
      search: { endpointId, finishedFrom: from, finishedTo: bucketEnd(from, stats.bucket) },
    })
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <ChartCard
        title="Attempts by reply"
        times={times}
        series={attempts}
        kind="bars"
        linkOf={toDeliveries}
      />
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

function attemptsByReply({ data }: Stats): Series[] {
  const values = (of: (status: Stats['data'][number]['attempts']['byStatus']) => number) =>
    data.map(({ attempts }) => of(attempts.byStatus))
  return [
    { label: '2xx', color: 'ok', values: values((status) => status['2xx']) },
    { label: '3xx, 4xx', color: 'warn', values: values((status) => status['3xx'] + status['4xx']) },
    { label: '5xx', color: 'bad', values: values((status) => status['5xx']) },
    { label: 'No reply', color: 'quiet', values: values((status) => status.none) },
  ]
}
