import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Badge } from '../../../components/display/badge.tsx'
import { Card } from '../../../components/display/card.tsx'
import { DateTime } from '../../../components/display/date-time.tsx'
import { Loading } from '../../../components/states/loading.tsx'
import { EmptyState, ErrorState } from '../../../components/states/states.tsx'
import { tenantsQuery } from '../../../data/managing/tenants.ts'
import { waitingQuery } from '../../../data/overview.ts'
import { sumByReason, WAITING_REASONS } from './waiting-reasons.ts'

/** Maximum number of tenants that are explained: each takes a query. */
const EXPLAINED_MAX = 8

/** The tenants for which most waits, and why. */
export function Waiting() {
  const { data, error, refetch } = useQuery(tenantsQuery)
  const pending = (data?.data ?? []).filter((tenant) => tenant.pending > 0)
  const most = pending.toSorted((one, other) => other.pending - one.pending).slice(0, EXPLAINED_MAX)
  const explained = useQueries({ queries: most.map(({ tenantId }) => waitingQuery(tenantId)) })
  const note =
    pending.length > most.length ? `the ${most.length} with most of ${pending.length} tenants` : undefined
  return (
    <Card
      title="What waits, and why"
      aside={note !== undefined && <span className="text-xs text-faint">{note}</span>}
      isFlush
    >
      {data === undefined && error === null && <Loading label="Loading what waits" />}
      {data === undefined && error !== null && (
        <ErrorState error={error} what="list" onRetry={() => void refetch()} />
      )}
      {data !== undefined && most.length === 0 && (
        <EmptyState title="Nothing waits">Every delivery of every tenant has ended.</EmptyState>
      )}
      <ul>
        {most.map(({ tenantId, pending: count }, index) => {
          const endpoints = explained[index]?.data?.data ?? []
          const [oldest] = endpoints.flatMap(({ oldestAt }) => oldestAt ?? []).toSorted()
          return (
            <li
              key={tenantId}
              className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1.5 border-t border-line px-4 py-2.5 text-sm"
            >
              <Link
                to="/t/$tenant/deliveries"
                params={{ tenant: tenantId }}
                search={{ status: 'pending' }}
                className="w-44 truncate font-medium hover:underline"
              >
                {tenantId}
              </Link>
              <span className="tabular w-16 text-muted">{count.toLocaleString('en')}</span>
              <span className="flex flex-1 flex-wrap gap-1.5">
                {sumByReason(endpoints).map(([reason, deliveries]) => (
                  <Badge key={reason} tone={WAITING_REASONS[reason].tone}>
                    {`${deliveries.toLocaleString('en')} ${WAITING_REASONS[reason].text}`}
                  </Badge>
                ))}
              </span>
              {oldest !== undefined && (
                <span className="text-xs text-faint">
                  since <DateTime at={oldest} />
                </span>
              )}
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
