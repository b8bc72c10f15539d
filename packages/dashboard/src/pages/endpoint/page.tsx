import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTenant } from '../../app/tenant-route.tsx'
import { EndpointStateBadge } from '../../components/display/endpoint-state.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { ErrorState } from '../../components/states/states.tsx'
import { addressOf, type Endpoint, endpointQuery, nameOfEndpoint } from '../../data/endpoints.ts'
import { useLiveHints } from '../../data/live-hints.ts'
import { mayManage } from '../../session/session.ts'
import { useSession } from '../../session/session-gate.tsx'
import { PageHeader } from '../../shell/page-header.tsx'
import { EndpointActions } from './actions/endpoint-actions.tsx'
import { RecoveryProgress } from './actions/recovery-progress.tsx'
import { EndpointTabs, type Tab } from './endpoint-tabs.tsx'
import { Overview } from './overview/overview.tsx'
import { endpointRoute } from './route.ts'
import { SettingsTab } from './settings-tab.tsx'
import { VerifySnippets } from './verify-snippets.tsx'

export function EndpointPage() {
  const tenant = useTenant()
  const { id } = endpointRoute.useParams()
  const hints = useLiveHints('endpoints', id)
  const { data, error, refetch } = useQuery({ ...endpointQuery(tenant, id), ...hints })
  if (data === undefined) {
    return error === null ? (
      <Loading label="Loading the endpoint" />
    ) : (
      <ErrorState error={error} what="endpoint" onRetry={() => void refetch()} />
    )
  }
  // Another endpoint is another page: nothing that was typed or opened stays.
  return <EndpointContent key={id} tenant={tenant} endpoint={data} />
}

function EndpointContent({ tenant, endpoint }: { tenant: string; endpoint: Endpoint }) {
  const { tab, job } = endpointRoute.useSearch()
  const isManager = mayManage(useSession())
  const shown: Tab = tab === 'settings' || tab === 'verify' ? tab : 'overview'
  return (
    <>
      <PageHeader
        above={
          <Link to="/t/$tenant/endpoints" params={{ tenant }} className="hover:text-ink hover:underline">
            Endpoints
          </Link>
        }
        title={
          <>
            <span className="max-w-full truncate" title={addressOf(endpoint)}>
              {nameOfEndpoint(endpoint)}
            </span>
            <EndpointStateBadge endpoint={endpoint} />
          </>
        }
      >
        {isManager && <EndpointActions tenant={tenant} endpoint={endpoint} />}
      </PageHeader>
      {endpoint.description !== '' && (
        <p className="-mt-3 mb-4 text-sm break-words text-muted">{endpoint.description}</p>
      )}
      <EndpointTabs tenant={tenant} endpointId={endpoint.id} shown={shown} />
      <div className="space-y-4">
        {job !== undefined && isManager && (
          <RecoveryProgress tenant={tenant} endpointId={endpoint.id} jobId={job} />
        )}
        {shown === 'overview' && <Overview tenant={tenant} endpoint={endpoint} />}
        {shown === 'settings' && <SettingsTab tenant={tenant} endpoint={endpoint} />}
        {shown === 'verify' && <VerifySnippets endpoint={endpoint} />}
      </div>
    </>
  )
}
