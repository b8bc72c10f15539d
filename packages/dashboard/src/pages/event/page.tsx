import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTenant } from '../../app/tenant-route.tsx'
import { CodeView } from '../../components/code/code-view.tsx'
import { Badge } from '../../components/display/badge.tsx'
import { Card } from '../../components/display/card.tsx'
import { DateTime } from '../../components/display/date-time.tsx'
import { Fact, Facts } from '../../components/display/facts.tsx'
import { HeaderTable } from '../../components/display/header-table.tsx'
import { Id } from '../../components/display/id.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { ErrorState, Removed } from '../../components/states/states.tsx'
import { useSourceNames } from '../../data/events/source-names.ts'
import { type EventDetail, eventQuery } from '../../data/events.ts'
import { mayManage } from '../../session/session.ts'
import { useSession } from '../../session/session-gate.tsx'
import { PageHeader } from '../../shell/page-header.tsx'
import { EventOrigin } from '../events/event-origin.tsx'
import { EventActions } from './event-actions.tsx'
import { NotReceived } from './not-received.tsx'
import { Receivers } from './receivers.tsx'
import { eventRoute } from './route.ts'

export function EventPage() {
  const tenant = useTenant()
  const { id } = eventRoute.useParams()
  const { data: event, error, refetch } = useQuery(eventQuery(tenant, id))
  if (event === undefined) {
    return error === null ? (
      <Loading label="Loading the event" />
    ) : (
      <ErrorState error={error} what="event" onRetry={() => void refetch()} />
    )
  }
  return (
    <>
      <PageHeader
        above={
          <Link to="/t/$tenant/events" params={{ tenant }} className="hover:text-ink hover:underline">
            Events
          </Link>
        }
        title={
          <>
            <span className="truncate">{event.type}</span>
            {event.expired && <Badge>Content removed</Badge>}
          </>
        }
      >
        <EventActions tenant={tenant} event={event} />
      </PageHeader>
      <div className="space-y-4">
        <EventFacts tenant={tenant} event={event} />
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1.15fr)_minmax(0,1fr)]">
          <div className="min-w-0 space-y-4">
            <Receivers tenant={tenant} eventId={id} />
            <NotReceived tenant={tenant} event={event} />
          </div>
          <div className="min-w-0 space-y-4">
            <Card title="Payload">
              {event.data === null ? <Removed what="payload" /> : <CodeView label="Data" text={event.data} />}
            </Card>
            {event.headers !== undefined && (
              <Card title="Headers of the request">
                <HeaderTable headers={event.headers} label="Headers of the request" />
              </Card>
            )}
          </div>
        </div>
      </div>
    </>
  )
}

function EventFacts({ tenant, event }: { tenant: string; event: EventDetail }) {
  const { nameOf } = useSourceNames(tenant)
  const { id, type, sourceId, externalId, traceId, timestamp, createdAt } = event
  const origin = <EventOrigin sourceId={sourceId} type={type} nameOfSource={nameOf} />
  return (
    <Card>
      <div className="pt-2">
        <Facts>
          <Fact name="Origin">
            {sourceId == null ? origin : <SourceLink tenant={tenant} id={sourceId} text={origin} />}
          </Fact>
          <Fact name="Event">
            <Id id={id} isShort />
          </Fact>
          <Fact name="External id">
            {externalId == null ? <span className="text-faint">none</span> : <Id id={externalId} />}
          </Fact>
          <Fact name="Trace id">
            <Id id={traceId} />
          </Fact>
          <Fact name="Created">
            <DateTime at={createdAt} />
          </Fact>
          {timestamp !== createdAt && (
            <Fact name="Timestamp">
              <DateTime at={timestamp} />
            </Fact>
          )}
        </Facts>
      </div>
    </Card>
  )
}

/** To the source, or to its events for those who may not read sources. */
function SourceLink({ tenant, id, text }: { tenant: string; id: string; text: ReactNode }) {
  const className = 'block font-medium hover:underline'
  return mayManage(useSession()) ? (
    <Link to="/t/$tenant/sources/$id" params={{ tenant, id }} className={className}>
      {text}
    </Link>
  ) : (
    <Link to="/t/$tenant/events" params={{ tenant }} search={{ sourceId: id }} className={className}>
      {text}
    </Link>
  )
}
