import { Fact } from '../../components/display/facts.tsx'
import { Id } from '../../components/display/id.tsx'
import type { InboundRequestDetail } from '../../data/requests.ts'

const SHOWN = 3

/** The events that the request made or duplicates; of many, the first ones. */
export function RequestEvents({ tenant, request }: { tenant: string; request: InboundRequestDetail }) {
  const { eventIds, duplicateEventIds, eventId } = request
  const made = eventIds.length > 0 ? eventIds : duplicateEventIds
  const ids = made.length > 0 ? made : [eventId].flatMap((id) => id ?? [])
  if (ids.length === 0) return null
  return (
    <Fact name={ids.length === 1 ? 'Event' : `Events, ${ids.length}`}>
      {ids.slice(0, SHOWN).map((id) => (
        <span key={id} className="block">
          <Id id={id} isShort link={{ to: '/t/$tenant/events/$id', params: { tenant, id } }} />
        </span>
      ))}
      {ids.length > SHOWN && <span className="text-xs text-faint">and {ids.length - SHOWN} more</span>}
    </Fact>
  )
}
