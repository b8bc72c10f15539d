import { getRouteApi } from '@tanstack/react-router'
import { useTenant } from '../../../app/tenant-route.tsx'
import { AuditLog } from './audit-log.tsx'

const route = getRouteApi('/t/$tenant/settings/audit')

export function TenantAuditPage() {
  const tenant = useTenant()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <AuditLog
      tenant={tenant}
      search={search}
      onSearch={(next) => void navigate({ search: next, replace: true })}
    />
  )
}
