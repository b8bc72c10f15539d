import { CodeView } from '../../components/code/code-view.tsx'
import { Card } from '../../components/display/card.tsx'
import { HeaderTable } from '../../components/display/header-table.tsx'
import type { InboundRequestDetail } from '../../data/requests.ts'
import { EventData } from '../delivery/event-data.tsx'

/** What the request carried: of a rejected one the record, of others their event. */
export function RequestContent({ tenant, request }: { tenant: string; request: InboundRequestDetail }) {
  const { outcome, eventId, headers, body, bodyTruncated, bodyBytes } = request
  if (outcome !== 'rejected' && eventId != null) return <EventData tenant={tenant} eventId={eventId} />
  if (headers == null) {
    return (
      <Card title="Headers and body">
        <p className="text-sm text-muted">
          They are no longer kept: those of a rejected request are kept for a week, and fewer when many are
          rejected.
        </p>
      </Card>
    )
  }
  return (
    <>
      <Card title="Body">
        {body == null ? (
          <p className="text-sm text-muted">
            {bodyBytes === 0
              ? 'It was refused by its headers, before its body was read.'
              : 'The body was not kept.'}
          </p>
        ) : (
          <CodeView label="Body" text={body} isTruncated={bodyTruncated} />
        )}
      </Card>
      <Card title="Headers" aside={<span className="text-xs text-faint">credentials are masked</span>}>
        <HeaderTable headers={headers} label="Headers" />
      </Card>
    </>
  )
}
