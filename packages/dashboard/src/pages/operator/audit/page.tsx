import { getRouteApi } from '@tanstack/react-router'
import { PageHeader } from '../../../shell/page-header.tsx'
import { AuditLog } from '../../settings/audit/audit-log.tsx'
import { OperatorShell } from '../operator-shell.tsx'

const route = getRouteApi('/operator/audit')

export function OperatorAuditPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <OperatorShell>
      <PageHeader title="Audit log" />
      <AuditLog
        tenant={undefined}
        search={search}
        onSearch={(next) => void navigate({ search: next, replace: true })}
      />
    </OperatorShell>
  )
}
