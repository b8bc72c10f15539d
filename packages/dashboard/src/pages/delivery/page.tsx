import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTenant } from '../../app/tenant-route.tsx'
import { Card } from '../../components/display/card.tsx'
import { Countdown, DateTime } from '../../components/display/date-time.tsx'
import { DeliveryStatus } from '../../components/display/delivery-status.tsx'
import { Fact, Facts } from '../../components/display/facts.tsx'
import { Id } from '../../components/display/id.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { EmptyState, ErrorState } from '../../components/states/states.tsx'
import { type Attempt, attemptsQuery, type Delivery, deliveryQuery } from '../../data/deliveries.ts'
import { useEndpointNames } from '../../data/endpoints.ts'
import { useLiveHints } from '../../data/live-hints.ts'
import { PageHeader } from '../../shell/page-header.tsx'
import { AttemptDetail } from './attempt-detail.tsx'
import { AttemptList } from './attempt-list.tsx'
import { DeliveryActions } from './delivery-actions.tsx'
import { DeliveryCause } from './delivery-cause.tsx'
import { EventData } from './event-data.tsx'
import { deliveryRoute } from './route.ts'

export function DeliveryPage() {
  const tenant = useTenant()
  const { id } = deliveryRoute.useParams()
  const live = useLiveHints('deliveries', id)
  const delivery = useQuery({ ...deliveryQuery(tenant, id), ...live })
  const attempts = useQuery({ ...attemptsQuery(tenant, id), ...live })
  if (delivery.data === undefined) {
    return delivery.error === null ? (
      <Loading label="Loading the delivery" />
    ) : (
      <ErrorState error={delivery.error} what="delivery" onRetry={() => void delivery.refetch()} />
    )
  }
  return (
    <>
      <PageHeader
        above={
          <Link to="/t/$tenant/deliveries" params={{ tenant }} className="hover:text-ink hover:underline">
            Deliveries
          </Link>
        }
        title={
          <>
            <span className="truncate">{delivery.data.eventType}</span>
            <DeliveryStatus {...delivery.data} />
          </>
        }
      >
        <DeliveryActions tenant={tenant} delivery={delivery.data} />
      </PageHeader>
      <div className="space-y-4">
        <DeliveryFacts tenant={tenant} delivery={delivery.data} />
        {attempts.error !== null && <ErrorState error={attempts.error} what="delivery" />}
        {attempts.data !== undefined && (
          <Attempts tenant={tenant} delivery={delivery.data} attempts={attempts.data.data} />
        )}
      </div>
    </>
  )
}

function DeliveryFacts({ tenant, delivery }: { tenant: string; delivery: Delivery }) {
  const nameOf = useEndpointNames(tenant)
  const { id, eventId, endpointId, createdAt, finishedAt, nextAttemptAt, status } = delivery
  return (
    <Card>
      <div className="pt-2">
        <Facts>
          <Fact name="Endpoint">
            <Link
              to="/t/$tenant/deliveries"
              params={{ tenant }}
              search={{ endpointId }}
              title="All deliveries of this endpoint"
              className="block truncate font-medium hover:underline"
            >
              {nameOf(endpointId)}
            </Link>
          </Fact>
          <Fact name="Delivery">
            <Id id={id} isShort />
          </Fact>
          <Fact name="Event">
            <Id
              id={eventId}
              isShort
              link={{ to: '/t/$tenant/events/$id', params: { tenant, id: eventId } }}
            />
          </Fact>
          <Fact name="Created">
            <DateTime at={createdAt} />
          </Fact>
          {finishedAt !== null && (
            <Fact name="Finished">
              <DateTime at={finishedAt} />
            </Fact>
          )}
          {status === 'pending' && (
            <Fact name="Next attempt">
              {nextAttemptAt === null ? 'as soon as a worker is free' : <Countdown to={nextAttemptAt} />}
            </Fact>
          )}
        </Facts>
      </div>
    </Card>
  )
}

/** The attempts at the left; the chosen one, and the reason of the status, at the right. */
function Attempts({
  tenant,
  delivery,
  attempts,
}: {
  tenant: string
  delivery: Delivery
  attempts: Attempt[]
}) {
  const { attempt: wanted, cause } = deliveryRoute.useSearch()
  const chosen =
    attempts.find(({ id }) => id === wanted) ??
    attempts.find(({ statusCode, errorCode }) => String(statusCode ?? errorCode) === cause) ??
    attempts[0]
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <Card title="Attempts" aside={<span className="text-xs text-faint">newest first</span>} isFlush>
        {attempts.length === 0 ? (
          <EmptyState title="No attempt yet">
            {delivery.status === 'pending' ? 'It appears here as soon as it is made.' : 'None was made.'}
          </EmptyState>
        ) : (
          <AttemptList tenant={tenant} delivery={delivery} attempts={attempts} chosenId={chosen?.id} />
        )}
      </Card>
      <div className="min-w-0 space-y-4">
        <DeliveryCause
          tenant={tenant}
          delivery={delivery}
          attempt={chosen}
          isNewest={chosen === attempts[0]}
        />
        {chosen !== undefined && <AttemptDetail tenant={tenant} delivery={delivery} attempt={chosen} />}
        <EventData tenant={tenant} eventId={delivery.eventId} />
      </div>
    </div>
  )
}
