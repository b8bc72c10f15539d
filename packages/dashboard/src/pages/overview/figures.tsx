import { Link } from '@tanstack/react-router'
import type { Stats } from '../../data/overview.ts'
import type { Period } from '../../data/periods.ts'
import { formatMs } from '../../preferences/format-time.ts'
import { Figure, WHOLE } from './figure.tsx'
import { formatRate } from './format-rate.ts'
import { WaitingFigure } from './waiting-figure.tsx'

const number = (value: number) => value.toLocaleString('en')

/** The figures of the period, each a link to the list behind it. */
export function Figures({ tenant, stats, period }: { tenant: string; stats: Stats; period: Period }) {
  const { events, deliveries, attempts, successRate, latencyMs } = stats.totals
  const { succeeded, failed, cancelled } = deliveries
  const latency = (ms: number | null) => (ms === null ? '–' : formatMs(ms))
  return (
    <dl className="grid grid-cols-2 gap-px max-lg:[&>*:first-child]:col-span-2 overflow-hidden rounded-lg border border-line bg-line shadow-card lg:grid-cols-5">
      <Figure
        name="Events"
        value={
          <Link to="/t/$tenant/events" params={{ tenant }} search={{ period }} className={WHOLE}>
            {number(events ?? 0)}
          </Link>
        }
        note="published and received"
      />
      <Figure
        name="Deliveries"
        value={number(succeeded + failed + cancelled)}
        note={`${number(failed)} failed, ${number(cancelled)} cancelled`}
        link={{ tenant, search: { period } }}
      />
      <Figure
        name="Success rate"
        value={successRate === null ? '–' : formatRate(successRate)}
        note={`of ${number(attempts.total)} attempts`}
        link={{ tenant, search: { period, statusCode: '4xx,5xx,none' } }}
      />
      <Figure
        name="Latency, p95"
        value={latency(latencyMs.p95)}
        note={`p50 ${latency(latencyMs.p50)}, p99 ${latency(latencyMs.p99)}`}
        link={{ tenant, search: { period } }}
      />
      <WaitingFigure tenant={tenant} />
    </dl>
  )
}
