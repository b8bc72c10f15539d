import { useQuery } from '@tanstack/react-query'
import { CodeView } from '../../components/code/code-view.tsx'
import { Card } from '../../components/display/card.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { ErrorState, Removed } from '../../components/states/states.tsx'
import { eventQuery } from '../../data/events.ts'

/** What is sent: the data of the event, the same in every attempt. */
export function EventData({ tenant, eventId }: { tenant: string; eventId: string }) {
  const { data: event, error, refetch } = useQuery(eventQuery(tenant, eventId))
  return (
    <Card title="Event data">
      {error !== null && <ErrorState error={error} what="event" onRetry={() => void refetch()} />}
      {error === null && event === undefined && <Loading label="Loading the data" />}
      {event?.data === null && <Removed what="payload" />}
      {typeof event?.data === 'string' && <CodeView label="Event data" text={event.data} />}
    </Card>
  )
}
