import { Link } from '@tanstack/react-router'
import { formatBytes } from '../../components/code/format-bytes.ts'
import { Ago, DateTime } from '../../components/display/date-time.tsx'
import { causeTitle, RequestOutcome } from '../../components/display/request-outcome.tsx'
import { defineColumns } from '../../components/table/columns.ts'
import type { InboundRequest } from '../../data/requests.ts'

/** The columns of the requests of a source. On a phone, the time is below the cause. */
export function requestColumns(tenant: string) {
  return defineColumns<InboundRequest>([
    {
      id: 'outcome',
      header: 'Outcome',
      className: 'w-28 sm:w-32',
      cell: (request) => <RequestOutcome {...request} />,
    },
    {
      id: 'cause',
      header: 'Request',
      cell: ({ id, cause, eventId, receivedAt }) => (
        <span className="block min-w-0">
          <Link
            to="/t/$tenant/requests/$id"
            params={{ tenant, id }}
            className="block truncate font-medium hover:underline"
          >
            {cause == null ? (
              <span className="font-mono text-xs font-normal">{eventId ?? id}</span>
            ) : (
              causeTitle(cause)
            )}
          </Link>
          <span className="block text-xs text-faint sm:hidden">
            <Ago at={receivedAt} />
          </span>
        </span>
      ),
    },
    {
      id: 'agent',
      header: 'Sender',
      className: 'w-[24%] max-md:hidden',
      cell: ({ userAgent }) => (
        <span title={userAgent ?? undefined} className="text-muted">
          {userAgent ?? '–'}
        </span>
      ),
    },
    {
      id: 'size',
      header: 'Size',
      className: 'w-24 text-right max-lg:hidden',
      cell: ({ bodyBytes }) => <span className="tabular text-muted">{formatBytes(bodyBytes)}</span>,
    },
    {
      id: 'received',
      header: 'Received',
      className: 'w-36 text-right max-sm:hidden',
      cell: ({ receivedAt }) => (
        <span className="text-muted">
          <DateTime at={receivedAt} />
        </span>
      ),
    },
  ])
}
