import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { Card } from '../../components/display/card.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { EmptyState, ErrorState } from '../../components/states/states.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { tenantsQuery } from '../../data/tenants.ts'
import { SessionGate } from '../../session/session-gate.tsx'
import { PageHeader } from '../../shell/page-header.tsx'
import { Shell } from '../../shell/shell.tsx'
import { QueueHealth } from './queue-health.tsx'
import { TENANT_COLUMNS } from './tenant-columns.tsx'

export function OperatorPage() {
  return (
    <SessionGate>
      <Shell tenant={undefined}>
        <PageHeader title="Tenants" />
        <div className="space-y-4">
          <QueueHealth />
          <Card isFlush>
            <TenantList />
          </Card>
        </div>
      </Shell>
    </SessionGate>
  )
}

function TenantList() {
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(tenantsQuery)
  const rows = useMemo(() => data?.data.map((tenant) => ({ ...tenant, id: tenant.tenantId })) ?? [], [data])
  if (error !== null && data === undefined)
    return <ErrorState error={error} what="list" onRetry={() => void refetch()} />
  if (data === undefined) return <Loading label="Loading tenants" />
  if (rows.length === 0) {
    return (
      <EmptyState title="No tenants yet">
        A tenant owns endpoints, sources and events. Create one with <code>PUT /v1/tenants/acme</code>.
      </EmptyState>
    )
  }
  return (
    <DataTable
      label="Tenants"
      columns={TENANT_COLUMNS}
      rows={rows}
      onOpen={({ id }) => void navigate({ to: '/t/$tenant', params: { tenant: id } })}
    />
  )
}
