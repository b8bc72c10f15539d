import { Link } from '@tanstack/react-router'
import { Countdown } from '../../components/display/date-time.tsx'
import { AttemptOutcome, DeliveryStatus } from '../../components/display/delivery-status.tsx'
import { RowTime } from '../../components/display/row-time.tsx'
import { defineColumns } from '../../components/table/columns.ts'
import type { Delivery } from '../../data/deliveries.ts'

/** The columns of the list. On a phone, the endpoint is below the event type. */
export function deliveryColumns(tenant: string, nameOf: (endpointId: string) => string) {
  return defineColumns<Delivery>([
    {
      id: 'status',
      header: 'Status',
      className: 'w-32',
      cell: (delivery) => <DeliveryStatus {...delivery} />,
    },
    {
      id: 'event',
      header: 'Event type',
      className: 'sm:w-[22%]',
      cell: ({ id, eventType, endpointId }) => (
        <span className="block min-w-0">
          <Link
            to="/t/$tenant/deliveries/$id"
            params={{ tenant, id }}
            className="block truncate font-medium hover:underline"
          >
            {eventType}
          </Link>
          <span className="block truncate text-xs text-faint sm:hidden">{nameOf(endpointId)}</span>
        </span>
      ),
    },
    {
      id: 'endpoint',
      header: 'Endpoint',
      className: 'max-sm:hidden',
      cell: ({ endpointId }) => (
        <span title={nameOf(endpointId)} className="text-muted">
          {nameOf(endpointId)}
        </span>
      ),
    },
    {
      id: 'result',
      header: 'Last result',
      className: 'w-48 max-md:hidden',
      cell: ({ lastStatusCode, lastErrorCode, attemptCount }) => (
        <span className="flex items-center gap-2">
          <AttemptOutcome statusCode={lastStatusCode} errorCode={lastErrorCode} />
          {attemptCount > 1 && (
            <span title={`${attemptCount} attempts`} className="tabular shrink-0 text-xs text-faint">
              × {attemptCount}
            </span>
          )}
        </span>
      ),
    },
    {
      id: 'next',
      header: 'Next attempt',
      className: 'w-32 max-xl:hidden',
      cell: ({ status, nextAttemptAt }) =>
        status === 'pending' && nextAttemptAt !== null ? (
          <Countdown to={nextAttemptAt} />
        ) : (
          <span className="text-faint">–</span>
        ),
    },
    {
      id: 'created',
      header: 'Created',
      className: 'w-24 text-right sm:w-36',
      cell: ({ createdAt }) => <RowTime at={createdAt} />,
    },
  ])
}
