import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Plus, ShieldX } from 'lucide-react'
import { useMemo } from 'react'
import { useTenant } from '../../app/tenant-route.tsx'
import { buttonClasses } from '../../components/actions/button.tsx'
import { Card } from '../../components/display/card.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { MessageState } from '../../components/states/message-state.tsx'
import { EmptyState, ErrorState } from '../../components/states/states.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { NewRowsPill } from '../../components/table/new-rows-pill.tsx'
import { useLiveList } from '../../data/live-list.ts'
import { providersQuery } from '../../data/providers.ts'
import { readSources } from '../../data/sources.ts'
import { mayManage } from '../../session/session.ts'
import { useSession } from '../../session/session-gate.tsx'
import { PageHeader } from '../../shell/page-header.tsx'
import { sourceColumns } from './columns.tsx'

export function SourcesPage() {
  const tenant = useTenant()
  const canManage = mayManage(useSession())
  return (
    <>
      <PageHeader title="Sources">{canManage && <NewSourceLink tenant={tenant} />}</PageHeader>
      <Card isFlush>{canManage ? <SourceList tenant={tenant} /> : <OnlyForManagers />}</Card>
    </>
  )
}

function NewSourceLink({ tenant }: { tenant: string }) {
  return (
    <Link to="/t/$tenant/sources/new" params={{ tenant }} className={buttonClasses('solid')}>
      <Plus size={15} aria-hidden />
      New source
    </Link>
  )
}

function SourceList({ tenant }: { tenant: string }) {
  const navigate = useNavigate()
  const { data: providers } = useQuery(providersQuery)
  const list = useLiveList({
    queryKey: [tenant, 'sources', 'list'],
    topic: 'endpoints',
    readPage: (cursor, signal) => readSources(tenant, { cursor, signal }),
  })
  const columns = useMemo(() => {
    const titles = new Map<string, string>(providers?.map(({ name, title }) => [name, title]))
    return sourceColumns(tenant, (provider) => titles.get(provider) ?? provider)
  }, [tenant, providers])

  if (list.error !== null) return <ErrorState error={list.error} what="tenant" onRetry={list.retry} />
  if (list.isPending) return <Loading label="Loading sources" />
  return (
    <>
      <NewRowsPill {...list.fresh} onShow={list.showNew} />
      {list.rows.length === 0 ? (
        <EmptyState title="No sources yet" actions={<NewSourceLink tenant={tenant} />}>
          A source receives the webhooks of a provider, such as Stripe or GitHub, and verifies them. Each
          becomes an event.
        </EmptyState>
      ) : (
        <DataTable
          label="Sources"
          columns={columns}
          rows={list.rows}
          onOpen={({ id }) => void navigate({ to: '/t/$tenant/sources/$id', params: { tenant, id } })}
          hasMore={list.hasMore}
          onEnd={() => !list.isLoadingMore && list.loadMore()}
        />
      )}
    </>
  )
}

function OnlyForManagers() {
  return (
    <MessageState icon={<ShieldX size={18} />} title="For the role manage">
      You may read events, deliveries and single requests. Sources are shown to those who may change them.
    </MessageState>
  )
}
