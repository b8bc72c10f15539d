import { MATCH_RESULT_EXPLANATIONS } from '@posthorn/contracts/explanations'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Repeat2 } from 'lucide-react'
import { Button } from '../../components/actions/button.tsx'
import { Badge, type Tone } from '../../components/display/badge.tsx'
import { Card } from '../../components/display/card.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { ErrorState } from '../../components/states/states.tsx'
import { useEndpointNames } from '../../data/endpoints.ts'
import { type EventMatch, matchesQuery } from '../../data/events/receivers.ts'
import type { EventDetail } from '../../data/events.ts'
import { mayManage } from '../../session/session.ts'
import { useSession } from '../../session/session-gate.tsx'
import { explainCondition } from './explain-condition.ts'
import { useReplay } from './use-replay.tsx'

/** The endpoints that have no delivery of the event, each with the reason. */
export function NotReceived({ tenant, event }: { tenant: string; event: EventDetail }) {
  const matches = useInfiniteQuery(matchesQuery(tenant, event.id))
  const rows = (matches.data?.pages ?? [])
    .flatMap(({ data }) => data)
    .filter(({ result }) => result !== 'delivered')
  const isComplete = matches.isSuccess && !matches.hasNextPage
  return (
    <Card title="Not sent to" isFlush>
      {matches.error !== null && matches.data === undefined && (
        <ErrorState error={matches.error} what="event" onRetry={() => void matches.refetch()} />
      )}
      {matches.isPending && <Loading label="Comparing the endpoints" />}
      {isComplete && rows.length === 0 && (
        <p className="px-4 pb-4 text-sm text-muted">Every endpoint of the tenant has received it.</p>
      )}
      {rows.length > 0 && (
        <ul className="border-t border-line">
          {rows.map((match) => (
            <li key={match.endpointId} className="border-b border-line px-4 py-3 last:border-b-0">
              <Match tenant={tenant} match={match} isKept={event.data !== null} eventId={event.id} />
            </li>
          ))}
        </ul>
      )}
      {matches.hasNextPage && (
        <div className="border-t border-line px-4 py-3">
          <Button
            size="small"
            isBusy={matches.isFetchingNextPage}
            onClick={() => void matches.fetchNextPage()}
          >
            Compare more endpoints
          </Button>
        </div>
      )}
    </Card>
  )
}

const TONES: Partial<Record<EventMatch['result'], Tone>> = {
  matches_now: 'warn',
  filter_not_matched: 'info',
  data_too_large: 'warn',
}

interface MatchProps {
  tenant: string
  eventId: string
  match: EventMatch
  isKept: boolean
}

function Match({ tenant, eventId, match, isKept }: MatchProps) {
  const nameOf = useEndpointNames(tenant)
  const replay = useReplay(tenant, eventId)
  const { endpointId, result, failedCondition, changedSince } = match
  const { title, explanation } = MATCH_RESULT_EXPLANATIONS[result]
  const canReceive = result !== 'deleted' && result !== 'disabled'
  const maySend = mayManage(useSession()) && isKept && canReceive
  return (
    <section aria-label={nameOf(endpointId)} className="flex items-start gap-3">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <EndpointName tenant={tenant} id={endpointId} isDeleted={result === 'deleted'} />
          <Badge tone={TONES[result] ?? 'quiet'}>{title}</Badge>
        </div>
        <p className="mt-1 text-xs break-words text-muted">
          {failedCondition === undefined ? explanation : explainCondition(failedCondition)}
          {changedSince && ' The endpoint was changed after the event; it may have been different then.'}
        </p>
      </div>
      {maySend && (
        <Button
          size="small"
          icon={<Repeat2 size={13} aria-hidden />}
          isBusy={replay.isPending}
          onClick={() => replay.mutate([endpointId])}
        >
          Send
        </Button>
      )}
    </section>
  )
}

/** Of a deleted endpoint, there is no page. */
function EndpointName({ tenant, id, isDeleted }: { tenant: string; id: string; isDeleted: boolean }) {
  const name = useEndpointNames(tenant)(id)
  const className = 'max-w-full truncate text-sm font-medium'
  if (isDeleted) return <span className={className}>{name}</span>
  return (
    <Link
      to="/t/$tenant/endpoints/$id"
      params={{ tenant, id }}
      title={name}
      className={`${className} hover:underline`}
    >
      {name}
    </Link>
  )
}
