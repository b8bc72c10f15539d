import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTenant } from '../../app/tenant-route.tsx'
import { formatBytes } from '../../components/code/format-bytes.ts'
import { Card } from '../../components/display/card.tsx'
import { DateTime } from '../../components/display/date-time.tsx'
import { Fact, Facts } from '../../components/display/facts.tsx'
import { Id } from '../../components/display/id.tsx'
import { RequestOutcome } from '../../components/display/request-outcome.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { ErrorState } from '../../components/states/states.tsx'
import { type InboundRequestDetail, requestQuery } from '../../data/requests.ts'
import { sourceQuery } from '../../data/sources.ts'
import { mayManage } from '../../session/session.ts'
import { useSession } from '../../session/session-gate.tsx'
import { PageHeader } from '../../shell/page-header.tsx'
import { CurrentVerification } from './current-verification.tsx'
import { RequestActions } from './request-actions.tsx'
import { RequestCause } from './request-cause.tsx'
import { RequestContent } from './request-content.tsx'
import { RequestEvents } from './request-events.tsx'
import { requestRoute } from './route.ts'

export function RequestPage() {
  const tenant = useTenant()
  const { id } = requestRoute.useParams()
  const canManage = mayManage(useSession())
  const { data: request, error, refetch } = useQuery(requestQuery(tenant, id))
  if (request === undefined) {
    return error === null ? (
      <Loading label="Loading the request" />
    ) : (
      <ErrorState error={error} what="request" onRetry={() => void refetch()} />
    )
  }
  const { sourceId, outcome, reprocessable } = request
  return (
    <>
      <PageHeader
        above={
          <Link
            to="/t/$tenant/sources/$id"
            params={{ tenant, id: sourceId }}
            className="hover:text-ink hover:underline"
          >
            Requests of the source
          </Link>
        }
        title={
          <>
            Request
            <RequestOutcome outcome={outcome} />
          </>
        }
      >
        {canManage && <RequestActions tenant={tenant} request={request} />}
      </PageHeader>
      <div className="space-y-4">
        <RequestFacts tenant={tenant} request={request} canManage={canManage} />
        <RequestCause request={request} />
        {canManage && outcome === 'rejected' && reprocessable && (
          <CurrentVerification tenant={tenant} request={request} />
        )}
        <RequestContent tenant={tenant} request={request} />
      </div>
    </>
  )
}

interface RequestFactsProps {
  tenant: string
  request: InboundRequestDetail
  canManage: boolean
}

function RequestFacts({ tenant, request, canManage }: RequestFactsProps) {
  const { id, sourceId, receivedAt, bodyBytes, contentType, userAgent, matchedSecret } = request
  const { data: source } = useQuery({ ...sourceQuery(tenant, sourceId), enabled: canManage })
  return (
    <Card>
      <div className="pt-2">
        <Facts>
          <Fact name="Source">
            <Link
              to="/t/$tenant/sources/$id"
              params={{ tenant, id: sourceId }}
              className="block truncate font-medium hover:underline"
            >
              {source?.name ?? sourceId}
            </Link>
          </Fact>
          <Fact name="Request">
            <Id id={id} isShort />
          </Fact>
          <RequestEvents tenant={tenant} request={request} />
          <Fact name="Received">
            <DateTime at={receivedAt} />
          </Fact>
          <Fact name="Body">
            {formatBytes(bodyBytes)}
            {contentType != null && (
              <span title={contentType} className="block truncate text-xs text-faint">
                {contentType}
              </span>
            )}
          </Fact>
          <Fact name="Sender">
            <span title={userAgent ?? undefined} className="block truncate">
              {userAgent ?? '–'}
            </span>
          </Fact>
          {matchedSecret != null && (
            <Fact name="Matched secret">
              No. {matchedSecret.position + 1}
              <span className="block text-xs text-faint">
                set <DateTime at={matchedSecret.createdAt} />
              </span>
            </Fact>
          )}
        </Facts>
      </div>
    </Card>
  )
}
