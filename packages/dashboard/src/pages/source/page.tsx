import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTenant } from '../../app/tenant-route.tsx'
import { Badge } from '../../components/display/badge.tsx'
import { Card } from '../../components/display/card.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { ErrorState } from '../../components/states/states.tsx'
import { sourceQuery } from '../../data/sources.ts'
import { mayManage } from '../../session/session.ts'
import { useSession } from '../../session/session-gate.tsx'
import { PageHeader } from '../../shell/page-header.tsx'
import { RequestFilters } from './request-filters.tsx'
import { RequestList } from './request-list.tsx'
import { sourceRoute } from './route.ts'
import type { RequestSearch } from './search.ts'
import { SourceActions } from './source-actions.tsx'
import { SourceSummary } from './source-summary.tsx'

/** Those who may only read see the requests, but not the source itself. */
export function SourcePage() {
  const { id } = sourceRoute.useParams()
  const tenant = useTenant()
  return mayManage(useSession()) ? (
    <ManagedSource key={id} tenant={tenant} id={id} />
  ) : (
    <>
      <PageHeader title="Requests of a source" />
      <Requests tenant={tenant} id={id} />
    </>
  )
}

function ManagedSource({ tenant, id }: { tenant: string; id: string }) {
  const { data: source, error, refetch } = useQuery(sourceQuery(tenant, id))
  if (source === undefined) {
    return error === null ? (
      <Loading label="Loading the source" />
    ) : (
      <ErrorState error={error} what="source" onRetry={() => void refetch()} />
    )
  }
  return (
    <>
      <PageHeader
        above={
          <Link to="/t/$tenant/sources" params={{ tenant }} className="hover:text-ink hover:underline">
            Sources
          </Link>
        }
        title={
          <>
            <span className="truncate">{source.name}</span>
            <Badge tone={source.enabled ? 'ok' : 'quiet'} hasDot>
              {source.enabled ? 'Enabled' : 'Disabled'}
            </Badge>
          </>
        }
      >
        <SourceActions tenant={tenant} source={source} />
      </PageHeader>
      <div className="mb-6">
        <SourceSummary source={source} />
      </div>
      <Requests tenant={tenant} id={id} />
    </>
  )
}

function Requests({ tenant, id }: { tenant: string; id: string }) {
  const search = sourceRoute.useSearch()
  const navigate = useNavigate({ from: '/t/$tenant/sources/$id' })
  const setSearch = (change: { [Name in keyof RequestSearch]: string | undefined }) =>
    void navigate({ search: (before) => withoutEmpty({ ...before, ...change }), replace: true })
  return (
    <section aria-label="Requests">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 className="font-semibold">Requests</h2>
        <RequestFilters
          search={search}
          onChange={setSearch}
          onClear={() => void navigate({ search: {}, replace: true })}
        />
      </div>
      <Card isFlush>
        <RequestList key={JSON.stringify([id, search])} tenant={tenant} sourceId={id} search={search} />
      </Card>
    </section>
  )
}

function withoutEmpty(search: { [Name in keyof RequestSearch]: string | undefined }): RequestSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined))
}
