import { useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/actions/button.tsx'
import { Card } from '../../components/display/card.tsx'
import { EmptyState } from '../../components/states/states.tsx'
import { PagedTable } from '../../components/table/paged-table.tsx'
import { useTenants } from '../../data/managing/tenants.ts'
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
  const list = useTenants()
  const [isCreating, setCreating] = useState(false)
  const create = (
    <Button kind="solid" icon={<Plus size={14} aria-hidden />} onClick={() => setCreating(true)}>
      Create a tenant
    </Button>
  )
  return (
    <>
      <PageHeader title="Tenants">{list.rows.length > 0 && create}</PageHeader>
      <div className="space-y-4">
        <QueueHealth />
        <Card isFlush>
          <PagedTable
            label="Tenants"
            columns={TENANT_COLUMNS}
            list={list}
            onOpen={({ id }) => void navigate({ to: '/t/$tenant', params: { tenant: id } })}
            empty={
              <EmptyState title="No tenants yet" actions={create}>
                A tenant owns endpoints, sources and events. Create the first, and see an event arrive within
                a minute.
              </EmptyState>
            }
          />
        </Card>
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
