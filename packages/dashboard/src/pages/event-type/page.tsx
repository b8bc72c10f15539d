import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTenant } from '../../app/tenant-route.tsx'
import { CodeView } from '../../components/code/code-view.tsx'
import { indentJson } from '../../components/code/json-text.ts'
import { Badge } from '../../components/display/badge.tsx'
import { Card } from '../../components/display/card.tsx'
import { DateTime } from '../../components/display/date-time.tsx'
import { Fact, Facts } from '../../components/display/facts.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { ErrorState } from '../../components/states/states.tsx'
import { type EventType, eventTypeQuery } from '../../data/managing/event-types.ts'
import { useSession } from '../../session/session-gate.tsx'
import { PageHeader } from '../../shell/page-header.tsx'
import { DeleteEventType } from './delete-event-type.tsx'
import { EventTypeForm } from './event-type-form.tsx'
import { eventTypeRoute } from './route.ts'

const NEW = { name: '', description: '', archived: false, schema: '' }

export function CreateEventTypePage() {
  return (
    <>
      <PageHeader above={<Above />} title="Create an event type" />
      <EventTypeForm initial={NEW} isNew />
    </>
  )
}

export function EventTypePage() {
  const { name } = eventTypeRoute.useParams()
  const isOperator = useSession().role === 'admin'
  const { data: type, error, refetch } = useQuery(eventTypeQuery(name))
  if (type === undefined) {
    return error === null ? (
      <Loading label="Loading the event type" />
    ) : (
      <ErrorState error={error} what="event type" onRetry={() => void refetch()} />
    )
  }
  const title = (
    <>
      <span className="truncate">{name}</span>
      {type.archived && <Badge tone="quiet">archived</Badge>}
    </>
  )
  return (
    <>
      <PageHeader above={<Above />} title={title}>
        {isOperator && <DeleteEventType name={name} />}
      </PageHeader>
      {isOperator ? (
        <EventTypeForm key={name} initial={{ ...type, schema: indentJson(type.schemaText) }} />
      ) : (
        <ReadOnly type={type} />
      )}
    </>
  )
}

function Above() {
  const tenant = useTenant()
  return (
    <Link to="/t/$tenant/event-types" params={{ tenant }} className="hover:text-ink hover:underline">
      Event types
    </Link>
  )
}

function ReadOnly({ type }: { type: EventType & { schemaText: string } }) {
  return (
    <div className="space-y-4">
      <Card>
        <div className="pt-2">
          <Facts>
            <Fact name="Description">
              {type.description === '' ? <span className="text-faint">–</span> : type.description}
            </Fact>
            <Fact name="Updated">
              <DateTime at={type.updatedAt} />
            </Fact>
          </Facts>
        </div>
      </Card>
      <Card title="Schema of its data">
        {type.schemaText === '' ? (
          <p className="text-sm text-muted">Data of any form can be published.</p>
        ) : (
          <CodeView label="Schema" text={type.schemaText} />
        )}
      </Card>
    </div>
  )
}
