import { ChevronsUpDown } from 'lucide-react'
import { lazy } from 'react'
import { LazyPopup } from '../components/overlays/lazy-popup.tsx'

const TenantList = lazy(() => import('./tenant-list.tsx'))

/** Chooses the tenant whose pages are shown: for the operator. */
export function TenantSwitcher({ tenant }: { tenant: string | undefined }) {
  const trigger = (
    <button
      type="button"
      className="flex h-9 w-full items-center gap-2 rounded-md border border-line-strong bg-surface px-2.5 text-left text-sm shadow-card hover:bg-hover"
    >
      <span className="sr-only">Tenant: </span>
      <span className="flex-1 truncate font-medium">{tenant ?? 'All tenants'}</span>
      <ChevronsUpDown size={14} aria-hidden className="text-faint" />
    </button>
  )
  return (
    <LazyPopup trigger={trigger} kind="dialog">
      <TenantList trigger={trigger} tenant={tenant} />
    </LazyPopup>
  )
}
