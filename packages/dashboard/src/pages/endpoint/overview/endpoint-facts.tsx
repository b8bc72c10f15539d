import { Card } from '../../../components/display/card.tsx'
import { Ago, DateTime } from '../../../components/display/date-time.tsx'
import { Fact, Facts } from '../../../components/display/facts.tsx'
import { Id } from '../../../components/display/id.tsx'
import type { Endpoint } from '../../../data/endpoints.ts'

/** What the endpoint is, in a line. */
export function EndpointFacts({ endpoint }: { endpoint: Endpoint }) {
  const { id, eventTypes, filter, rateLimitPerSecond, maxInFlight, health, createdAt } = endpoint
  return (
    <Card>
      <div className="pt-2">
        <Facts>
          <Fact name="Id">
            <Id id={id} isShort />
          </Fact>
          <Fact name="Event types">
            <span title={eventTypes.join(', ')} className="block truncate font-mono text-xs leading-5">
              {eventTypes.join(', ')}
              {filter !== null && ' + filter'}
            </span>
          </Fact>
          <Fact name="Limits">
            {rateLimitPerSecond === null ? '' : `${rateLimitPerSecond}/s, `}
            {maxInFlight} in flight
          </Fact>
          <Fact name="Last success">
            {health.lastSuccessAt === null ? (
              <span className="text-muted">none yet</span>
            ) : (
              <Ago at={health.lastSuccessAt} />
            )}
          </Fact>
          <Fact name="Created">
            <DateTime at={createdAt} />
          </Fact>
        </Facts>
      </div>
    </Card>
  )
}
