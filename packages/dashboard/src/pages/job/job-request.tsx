import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { buttonClasses } from '../../components/actions/button.tsx'
import { CodeView } from '../../components/code/code-view.tsx'
import { Card } from '../../components/display/card.tsx'
import { DateTime } from '../../components/display/date-time.tsx'
import { Fact, Facts } from '../../components/display/facts.tsx'
import { useEndpointNames } from '../../data/endpoints.ts'
import type { Job } from '../../data/jobs/jobs.ts'
import { toDeliverySearch } from '../deliveries/search.ts'

/** What a job was asked to do. */
export function JobRequest({ tenant, job }: { tenant: string; job: Job }) {
  switch (job.kind) {
    case 'bulk_retry':
    case 'bulk_cancel':
      return <BulkFilter tenant={tenant} job={job} />
    case 'recover':
      return <Recovery tenant={tenant} job={job} />
    case 'event_search':
      return <Search job={job} />
  }
}

function BulkFilter({ tenant, job: { filter } }: { tenant: string; job: Job }) {
  const nameOf = useEndpointNames(tenant)
  if (filter === undefined) return null
  const { from, to, finishedFrom, finishedTo, endpointId = [], ...lists } = filter
  const deliveries = toDeliverySearch(filter)
  return (
    <Card
      title="Deliveries"
      aside={
        <Link
          to="/t/$tenant/deliveries"
          params={{ tenant }}
          search={deliveries}
          className={buttonClasses('outline', 'small')}
        >
          Show what matches now
        </Link>
      }
    >
      <Facts>
        {endpointId.length > 0 && <Fact name="Endpoint">{lines(endpointId.map(nameOf))}</Fact>}
        {Object.entries(lists).map(([name, values]) => (
          <Fact key={name} name={NAMES[name] ?? name}>
            {lines(values)}
          </Fact>
        ))}
        <Times name="Created" from={from} to={to} />
        <Times name="Finished" from={finishedFrom} to={finishedTo} />
      </Facts>
    </Card>
  )
}

const NAMES: Record<string, string> = {
  status: 'Status',
  eventType: 'Event type',
  statusCode: 'Status code',
  errorCode: 'Error',
  trigger: 'Trigger',
}

function Recovery({ tenant, job: { endpointId, statuses, since, until } }: { tenant: string; job: Job }) {
  const nameOf = useEndpointNames(tenant)
  return (
    <Card title="Deliveries">
      <Facts>
        {endpointId !== undefined && <Fact name="Endpoint">{lines([nameOf(endpointId)])}</Fact>}
        {statuses !== undefined && <Fact name="Status">{lines(statuses)}</Fact>}
        <Times name="Finished" from={since} to={until} />
      </Facts>
    </Card>
  )
}

function Search({ job: { search, searchedTo, skipped = 0 } }: { job: Job }) {
  if (search === undefined) return null
  return (
    <Card title="Search">
      <div className="space-y-4">
        <Facts>
          <Fact name="Event types">{lines(search.types)}</Fact>
          <Times name="Created" from={search.from} to={search.to} />
          {searchedTo !== undefined && (
            <Fact name="Searched back to">
              <DateTime at={searchedTo} />
            </Fact>
          )}
          {skipped > 0 && <Fact name="Too large for the filter">{skipped.toLocaleString('en')} events</Fact>}
        </Facts>
        <CodeView label="Filter" text={JSON.stringify(search.filter)} />
      </div>
    </Card>
  )
}

function Times({ name, from, to }: { name: string; from: string | undefined; to: string | undefined }) {
  if (from === undefined && to === undefined) return null
  return (
    <Fact name={name}>
      {from !== undefined && (
        <span className="block">
          <span className="text-faint">from </span>
          <DateTime at={from} />
        </span>
      )}
      {to !== undefined && (
        <span className="block">
          <span className="text-faint">until </span>
          <DateTime at={to} />
        </span>
      )}
    </Fact>
  )
}

function lines(values: readonly string[]): ReactNode {
  return values.map((value) => (
    <span key={value} className="block truncate">
      {value}
    </span>
  ))
}
