import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { Badge } from '../../components/display/badge.tsx'
import { Card } from '../../components/display/card.tsx'
import { Ago } from '../../components/display/date-time.tsx'
import { causeTitle } from '../../components/display/request-outcome.tsx'
import { ErrorState } from '../../components/states/states.tsx'
import type { Period } from '../../data/periods.ts'
import { type Rejection, rejectionsQuery } from '../../data/requests.ts'

/** Which sources reject requests, and why. Each row opens them. A tenant without rejections sees nothing. */
export function RejectingSources({ tenant, period }: { tenant: string; period: Period }) {
  const { data, error, refetch } = useQuery(rejectionsQuery(tenant, period))
  if (error !== null && data === undefined)
    return (
      <Card>
        <ErrorState error={error} what="tenant" onRetry={() => void refetch()} />
      </Card>
    )
  if (data === undefined || data.data.length === 0) return null
  return (
    <Card title="Sources with rejections" isFlush>
      <ul className="border-t border-line">
        {data.data.map((rejection) => (
          <li
            key={`${rejection.sourceId} ${rejection.cause}`}
            className="border-b border-line last:border-b-0"
          >
            <RejectionRow tenant={tenant} rejection={rejection} period={period} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function RejectionRow({
  tenant,
  rejection: { sourceId, sourceName, cause, count, more, lastAt },
  period,
}: {
  tenant: string
  rejection: Rejection
  period: Period
}) {
  return (
    <Link
      to="/t/$tenant/sources/$id"
      params={{ tenant, id: sourceId }}
      search={{ outcome: 'rejected', cause, period }}
      className="group grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-3 -outline-offset-2 hover:bg-hover sm:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_auto]"
    >
      <span className="flex min-w-0 items-center gap-2">
        <span className="truncate text-sm font-medium">{sourceName}</span>
        <Badge tone="bad">
          <span className="tabular">
            {count.toLocaleString('en')}
            {more && '+'} rejected
          </span>
        </Badge>
      </span>
      <span className="min-w-0 text-xs text-muted max-sm:order-last max-sm:col-span-2">
        <span className="block truncate text-ink">{causeTitle(cause)}</span>
        last one <Ago at={lastAt} />
      </span>
      <ChevronRight size={15} aria-hidden className="text-faint group-hover:text-ink" />
    </Link>
  )
}
