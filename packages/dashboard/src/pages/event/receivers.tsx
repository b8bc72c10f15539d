import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button } from '../../components/actions/button.tsx'
import { Card } from '../../components/display/card.tsx'
import { DateTime } from '../../components/display/date-time.tsx'
import { DeliveryStatus } from '../../components/display/delivery-status.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { EmptyState, ErrorState } from '../../components/states/states.tsx'
import type { Delivery } from '../../data/deliveries.ts'
import { useEndpointNames } from '../../data/endpoints.ts'
import { eventDeliveriesQuery } from '../../data/events/receivers.ts'
import { useLiveHints } from '../../data/live-hints.ts'
import { AttemptTimeline } from './attempt-timeline.tsx'

/** Number of endpoints whose attempts are read at once. */
const SHOWN_ENDPOINTS = 12

/** One row for each endpoint that the event was sent to, with the attempts of its deliveries. */
export function Receivers({ tenant, eventId }: { tenant: string; eventId: string }) {
  const live = useLiveHints('deliveries')
  const { data, error, refetch } = useQuery({ ...eventDeliveriesQuery(tenant, eventId), ...live })
  const [shown, setShown] = useState(SHOWN_ENDPOINTS)
  const endpoints = useMemo(() => byEndpoint(data?.data ?? []), [data])
  return (
    <Card
      title="Sent to"
      aside={
        data !== undefined && (
          <span className="text-xs text-faint">
            {endpoints.length === 1 ? '1 endpoint' : `${endpoints.length} endpoints`}
          </span>
        )
      }
      isFlush
    >
      {error !== null && data === undefined && (
        <ErrorState error={error} what="event" onRetry={() => void refetch()} />
      )}
      {error === null && data === undefined && <Loading label="Loading the deliveries" />}
      {data !== undefined && endpoints.length === 0 && (
        <EmptyState title="Sent to no endpoint">Below is why each of them did not receive it.</EmptyState>
      )}
      {endpoints.length > 0 && (
        <ul className="border-t border-line">
          {endpoints.slice(0, shown).map(([endpointId, deliveries]) => (
            <li key={endpointId} className="border-b border-line last:border-b-0">
              <Receiver tenant={tenant} endpointId={endpointId} deliveries={deliveries} />
            </li>
          ))}
        </ul>
      )}
      {endpoints.length > shown && (
        <div className="border-t border-line px-4 py-3">
          <Button size="small" onClick={() => setShown(shown + SHOWN_ENDPOINTS)}>
            Show more of {endpoints.length}
          </Button>
        </div>
      )}
    </Card>
  )
}

interface ReceiverProps {
  tenant: string
  endpointId: string
  /** The newest first: one, and one more for each replay. */
  deliveries: readonly Delivery[]
}

function Receiver({ tenant, endpointId, deliveries }: ReceiverProps) {
  const nameOf = useEndpointNames(tenant)
  return (
    <section aria-label={nameOf(endpointId)} className="px-4 py-3">
      <Link
        to="/t/$tenant/endpoints/$id"
        params={{ tenant, id: endpointId }}
        className="block truncate text-sm font-medium hover:underline"
      >
        {nameOf(endpointId)}
      </Link>
      <ol className="mt-1.5 space-y-1">
        {deliveries.map((delivery, index) => (
          <li key={delivery.id}>
            <Link
              to="/t/$tenant/deliveries/$id"
              params={{ tenant, id: delivery.id }}
              className="group -mx-2 flex items-center gap-2.5 rounded-md px-2 py-1 hover:bg-hover"
            >
              <DeliveryStatus {...delivery} />
              <span className="flex-1 truncate text-xs text-faint">
                {index < deliveries.length - 1 && 'replayed '}
                <DateTime at={delivery.createdAt} />
              </span>
              <ChevronRight size={15} aria-hidden className="text-faint group-hover:text-ink" />
              <span className="sr-only">Open the delivery</span>
            </Link>
            <AttemptTimeline tenant={tenant} delivery={delivery} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function byEndpoint(deliveries: readonly Delivery[]): [string, Delivery[]][] {
  return [...Map.groupBy(deliveries, ({ endpointId }) => endpointId)]
}
