import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowRight } from 'lucide-react'
import { Card } from '../../../components/display/card.tsx'
import { Ago } from '../../../components/display/date-time.tsx'
import { AttemptOutcome, DeliveryStatus } from '../../../components/display/delivery-status.tsx'
import { EmptyState, ErrorState } from '../../../components/states/states.tsx'
import { readDeliveries } from '../../../data/deliveries.ts'
import { useLiveHints } from '../../../data/live-hints.ts'

const SHOWN = 8

/** The newest deliveries of the endpoint. */
export function RecentDeliveries({ tenant, endpointId }: { tenant: string; endpointId: string }) {
  const hints = useLiveHints('deliveries')
  const { data, error, refetch } = useQuery({
    queryKey: [tenant, 'endpoint', endpointId, 'recent'],
    queryFn: ({ signal }) =>
      readDeliveries(tenant, { endpointId: [endpointId] }, { cursor: undefined, signal }),
    ...hints,
  })
  const rows = data?.data.slice(0, SHOWN) ?? []
  return (
    <Card
      title="Recent deliveries"
      aside={
        <Link
          to="/t/$tenant/deliveries"
          params={{ tenant }}
          search={{ endpointId }}
          className="inline-flex items-center gap-1 text-xs text-muted hover:text-ink"
        >
          All <ArrowRight size={12} aria-hidden />
        </Link>
      }
      isFlush
    >
      {data === undefined && error !== null && (
        <ErrorState error={error} what="endpoint" onRetry={() => void refetch()} />
      )}
      {data !== undefined && rows.length === 0 && (
        <EmptyState title="No deliveries yet">
          Send a test, or publish an event that this endpoint subscribes to.
        </EmptyState>
      )}
      {rows.length > 0 && (
        <ul className="border-t border-line">
          {rows.map((delivery) => (
            <li key={delivery.id} className="border-b border-line last:border-b-0">
              <Link
                to="/t/$tenant/deliveries/$id"
                params={{ tenant, id: delivery.id }}
                className="flex h-11 items-center gap-3 px-4 text-sm -outline-offset-2 hover:bg-hover"
              >
                <span className="w-24 shrink-0">
                  <DeliveryStatus {...delivery} />
                </span>
                <span className="min-w-0 flex-1 truncate font-medium">{delivery.eventType}</span>
                <span className="max-sm:hidden">
                  <AttemptOutcome statusCode={delivery.lastStatusCode} errorCode={delivery.lastErrorCode} />
                </span>
                <span className="w-16 shrink-0 text-right text-xs text-faint">
                  <Ago at={delivery.createdAt} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
