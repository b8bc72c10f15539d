import { useQuery } from '@tanstack/react-query'
import { type Spark, Sparkline } from '../../components/chart/sparkline.tsx'
import { classes } from '../../components/classes.ts'
import { endpointStatsQuery } from '../../data/endpoints/endpoint-stats.ts'
import type { Stats } from '../../data/overview.ts'
import { formatRate } from '../overview/format-rate.ts'

const LOW_RATE = 0.95

/** The attempts of the last day. Only rows in view are drawn, so only theirs are read. */
export function DaySparkline({ tenant, endpointId }: { tenant: string; endpointId: string }) {
  const { data } = useQuery(endpointStatsQuery(tenant, endpointId, '24h'))
  if (data === undefined) return null
  const { succeeded, failed } = attemptsOf(data.totals)
  const label = `Attempts of the last 24 hours: ${succeeded.toLocaleString('en')} succeeded, ${failed.toLocaleString('en')} failed`
  return <Sparkline sparks={data.data.map(attemptsOf)} label={label} />
}

/** The share of the attempts of the last day that succeeded. */
export function DayRate({ tenant, endpointId }: { tenant: string; endpointId: string }) {
  const { data } = useQuery(endpointStatsQuery(tenant, endpointId, '24h'))
  const rate = data?.totals.successRate ?? null
  if (rate === null) return <span className="text-faint">–</span>
  return (
    <span
      title={`Of ${data?.totals.attempts.total.toLocaleString('en')} attempts in 24 hours`}
      className={classes('tabular', rate < LOW_RATE && 'font-medium text-bad')}
    >
      {formatRate(rate)}
    </span>
  )
}

function attemptsOf({ attempts: { total, byStatus } }: Pick<Stats['totals'], 'attempts'>): Spark {
  return { succeeded: byStatus['2xx'], failed: total - byStatus['2xx'] }
}
