import { Link } from '@tanstack/react-router'
import { Ago, Countdown } from '../../components/display/date-time.tsx'
import { EndpointStateBadge, stateOfEndpoint } from '../../components/display/endpoint-state.tsx'
import { defineColumns } from '../../components/table/columns.ts'
import { addressOf, type Endpoint, nameOfEndpoint } from '../../data/endpoints.ts'
import { DayRate, DaySparkline } from './day-cells.tsx'

/** The columns of the list. On a phone, the state is below the URL. */
export function endpointColumns(tenant: string) {
  return defineColumns<Endpoint>([
    {
      id: 'endpoint',
      header: 'Endpoint',
      cell: ({ id, url, relayName, description }) => (
        <span className="block min-w-0 leading-4.5">
          <Link
            to="/t/$tenant/endpoints/$id"
            params={{ tenant, id }}
            title={addressOf({ url, relayName })}
            className="block truncate font-medium hover:underline"
          >
            {nameOfEndpoint({ url, relayName })}
          </Link>
          {description !== '' && <span className="block truncate text-xs text-faint">{description}</span>}
        </span>
      ),
    },
    {
      id: 'state',
      header: 'State',
      className: 'w-32 sm:w-[30%]',
      cell: (endpoint) => (
        <span className="flex min-w-0 items-center gap-2">
          <EndpointStateBadge endpoint={endpoint} />
          <span
            title={stateOfEndpoint(endpoint).reason}
            className="min-w-0 truncate text-xs text-muted max-sm:hidden"
          >
            <StateDetail endpoint={endpoint} />
          </span>
        </span>
      ),
    },
    {
      id: 'types',
      header: 'Event types',
      className: 'w-44 max-xl:hidden',
      cell: ({ eventTypes, filter }) => (
        <span title={eventTypes.join(', ')} className="font-mono text-xs text-muted">
          {eventTypes.join(', ')}
          {filter !== null && ' + filter'}
        </span>
      ),
    },
    {
      id: 'day',
      header: 'Last 24 hours',
      className: 'w-32 max-md:hidden',
      cell: ({ id }) => <DaySparkline tenant={tenant} endpointId={id} />,
    },
    {
      id: 'rate',
      header: 'Success',
      className: 'w-24 text-right max-sm:hidden',
      cell: ({ id }) => <DayRate tenant={tenant} endpointId={id} />,
    },
  ])
}

function StateDetail({ endpoint }: { endpoint: Endpoint }) {
  const { health, status } = endpoint
  if (status === 'active' && health.nextProbeAt !== null) {
    return (
      <>
        {health.reason}, probe <Countdown to={health.nextProbeAt} />
      </>
    )
  }
  if (status === 'active' && health.failingSince !== null) {
    return (
      <>
        since <Ago at={health.failingSince} />
      </>
    )
  }
  if (status === 'active' && health.lastSuccessAt !== null) {
    return (
      <>
        last success <Ago at={health.lastSuccessAt} />
      </>
    )
  }
  return stateOfEndpoint(endpoint).reason
}
