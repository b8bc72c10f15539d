import { useQuery } from '@tanstack/react-query'
import { Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTenant } from '../../../app/tenant-route.tsx'
import { Button } from '../../../components/actions/button.tsx'
import { Badge } from '../../../components/display/badge.tsx'
import { Card } from '../../../components/display/card.tsx'
import { DateTime } from '../../../components/display/date-time.tsx'
import { Fact, Facts } from '../../../components/display/facts.tsx'
import { Id } from '../../../components/display/id.tsx'
import { Loading } from '../../../components/states/loading.tsx'
import { ErrorState } from '../../../components/states/states.tsx'
import { metaQuery } from '../../../data/managing/health.ts'
import { type Tenant, tenantQuery } from '../../../data/managing/tenants.ts'
import { useSession } from '../../../session/session-gate.tsx'
import { DeleteTenantDialog } from './delete-tenant-dialog.tsx'
import { TenantDialog } from './tenant-dialog.tsx'

export function GeneralPage() {
  const id = useTenant()
  const { data: tenant, error, refetch } = useQuery(tenantQuery(id))
  const isOperator = useSession().role === 'admin'
  const [shown, setShown] = useState<'edit' | 'delete' | undefined>()
  if (tenant === undefined) {
    return error === null ? (
      <Loading label="Loading the tenant" />
    ) : (
      <ErrorState error={error} what="tenant" onRetry={() => void refetch()} />
    )
  }
  const edit = (
    <Button size="small" icon={<Pencil size={13} aria-hidden />} onClick={() => setShown('edit')}>
      Edit
    </Button>
  )
  return (
    <div className="space-y-4">
      <Card title="Tenant" aside={isOperator && edit}>
        <TenantFacts tenant={tenant} />
      </Card>
      <Card title="Metadata">
        <Metadata entries={Object.entries(tenant.metadata)} />
      </Card>
      {isOperator && (
        <Card title="Delete this tenant">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="max-w-xl text-sm text-muted">
              Everything that it owns is deleted: endpoints, sources, events, deliveries, keys and portal
              links.
            </p>
            <Button kind="danger" icon={<Trash2 size={14} aria-hidden />} onClick={() => setShown('delete')}>
              Delete the tenant
            </Button>
          </div>
        </Card>
      )}
      {shown === 'edit' && <TenantDialog tenant={tenant} onClose={() => setShown(undefined)} />}
      {shown === 'delete' && <DeleteTenantDialog tenant={tenant.id} onClose={() => setShown(undefined)} />}
    </div>
  )
}

function TenantFacts({ tenant }: { tenant: Tenant }) {
  const { data: meta } = useQuery(metaQuery)
  const { id, name, retentionDays, strictEventTypes, portalOrigins, createdAt } = tenant
  const records = meta?.retentionDays ?? 0
  return (
    <Facts>
      <Fact name="Name">{name ?? <span className="text-faint">–</span>}</Fact>
      <Fact name="Id">
        <Id id={id} />
      </Fact>
      <Fact name="Event types">
        {strictEventTypes ? <Badge tone="info">only of the catalogue</Badge> : 'any'}
      </Fact>
      <Fact name="Payloads are kept for">{days(retentionDays ?? records)}</Fact>
      <Fact name="Records are kept for">{days(records)}</Fact>
      <Fact name="Portals may be framed by">
        {portalOrigins.length === 0 ? (
          <span className="text-faint">as configured</span>
        ) : (
          <span className="font-mono text-xs break-all">{portalOrigins.join(', ')}</span>
        )}
      </Fact>
      <Fact name="Created">
        <DateTime at={createdAt} />
      </Fact>
    </Facts>
  )
}

function days(count: number): string {
  if (count === 0) return 'ever'
  return count === 1 ? '1 day' : `${count.toLocaleString('en')} days`
}

/** As text: values are of the caller. */
function Metadata({ entries }: { entries: [string, unknown][] }) {
  if (entries.length === 0) return <p className="text-sm text-faint">None</p>
  return (
    <dl className="grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-6 gap-y-2 text-sm">
      {entries.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="truncate text-muted">{name}</dt>
          <dd className="break-words">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
