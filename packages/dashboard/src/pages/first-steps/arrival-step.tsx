import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowRight } from 'lucide-react'
import { buttonClasses } from '../../components/actions/button.tsx'
import { AttemptOutcome, DeliveryStatus } from '../../components/display/delivery-status.tsx'
import type { Delivery } from '../../data/deliveries.ts'
import { useEndpointNames } from '../../data/endpoints.ts'
import { deliveriesOfEventQuery, type Event } from '../../data/managing/first-steps.ts'
import { formatMs } from '../../preferences/format-time.ts'
import { Step, type StepState } from './step.tsx'

/** Watches the event on its way to each endpoint. */
export function ArrivalStep({ tenant, event }: { tenant: string; event: Event | undefined }) {
  const { data } = useQuery({
    ...deliveriesOfEventQuery(tenant, event?.id ?? ''),
    enabled: event !== undefined,
  })
  const deliveries = data ?? []
  const hasArrived = deliveries.some(({ status }) => status === 'succeeded')
  if (event === undefined) {
    return (
      <Step number={4} title="Watch it arrive" state="later">
        The event appears here as soon as it is published.
      </Step>
    )
  }
  const state: StepState = hasArrived ? 'done' : 'now'
  return (
    <Step number={4} title={hasArrived ? 'It has arrived' : 'Watch it arrive'} state={state}>
      <p>
        <span className="font-medium text-ink">{event.type}</span>
        {data?.length === 0 && ' has no delivery: no endpoint subscribes to this type.'}
      </p>
      <ul
        aria-live="polite"
        className="mt-3 rounded-lg border border-line bg-surface shadow-card empty:hidden"
      >
        {deliveries.map((delivery) => (
          <DeliveryLine key={delivery.id} tenant={tenant} delivery={delivery} />
        ))}
      </ul>
      {hasArrived && (
        <Link to="/t/$tenant" params={{ tenant }} className={`${buttonClasses('solid')} mt-4`}>
          Open the overview
          <ArrowRight size={14} aria-hidden />
        </Link>
      )}
    </Step>
  )
}

function DeliveryLine({ tenant, delivery }: { tenant: string; delivery: Delivery }) {
  const nameOf = useEndpointNames(tenant)
  const { id, endpointId, createdAt, finishedAt, lastStatusCode, lastErrorCode } = delivery
  return (
    <li className="relative flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-3 py-2.5 first:border-t-0 has-[a:hover]:bg-hover">
      <DeliveryStatus {...delivery} />
      <Link
        to="/t/$tenant/deliveries/$id"
        params={{ tenant, id }}
        className="min-w-0 flex-1 truncate text-ink after:absolute after:inset-0"
      >
        {nameOf(endpointId)}
      </Link>
      <AttemptOutcome statusCode={lastStatusCode} errorCode={lastErrorCode} />
      {finishedAt !== null && (
        <span className="tabular text-xs text-faint">
          {formatMs(Date.parse(finishedAt) - Date.parse(createdAt))}
        </span>
      )}
    </li>
  )
}
