import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button } from '../../components/actions/button.tsx'
import { Card } from '../../components/display/card.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { EmptyState, ErrorState } from '../../components/states/states.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { tenantsQuery } from '../../data/managing/tenants.ts'
import { PageHeader } from '../../shell/page-header.tsx'
import { TenantDialog } from '../settings/general/tenant-dialog.tsx'
import { OperatorShell } from './operator-shell.tsx'
import { QueueHealth } from './queue-health.tsx'
import { TENANT_COLUMNS } from './tenant-columns.tsx'

export function OperatorPage() {
  return (
    <OperatorShell>
      <Tenants />
    </OperatorShell>
  )
}

function Tenants() {
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(tenantsQuery)
  const [isCreating, setCreating] = useState(false)
  const rows = useMemo(() => data?.data.map((tenant) => ({ ...tenant, id: tenant.tenantId })) ?? [], [data])
  const create = (
    <Button kind="solid" icon={<Plus size={14} aria-hidden />} onClick={() => setCreating(true)}>
      Create a tenant
    </Button>
  )
  const list = () => {
    if (error !== null && data === undefined)
      return <ErrorState error={error} what="list" onRetry={() => void refetch()} />
    if (data === undefined) return <Loading label="Loading tenants" />
    if (rows.length === 0) {
      return (
        <EmptyState title="No tenants yet" actions={create}>
          A tenant owns endpoints, sources and events. Create the first, and see an event arrive within a
          minute.
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
  return (
    <>
      <PageHeader title="Tenants">{rows.length > 0 && create}</PageHeader>
      <div className="space-y-4">
        <QueueHealth />
        <Card isFlush>{list()}</Card>
      </div>
      {isCreating && (
        <TenantDialog
          onClose={() => setCreating(false)}
          onCreated={(tenant) => void navigate({ to: '/t/$tenant/first-steps', params: { tenant } })}
        />
      )}
    </>
  )
}
