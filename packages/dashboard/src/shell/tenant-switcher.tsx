import { Popover } from '@base-ui/react/popover'
import { ChevronsUpDown } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Loading } from '../components/states/loading.tsx'

/** Loaded when it is first opened. */
const TenantList = lazy(() => import('./tenant-list.tsx'))

/** Chooses the tenant whose pages are shown: for the operator. */
export function TenantSwitcher({ tenant }: { tenant: string | undefined }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger className="flex h-9 w-full items-center gap-2 rounded-md border border-line-strong bg-surface px-2.5 text-left text-sm shadow-card hover:bg-hover">
        <span className="sr-only">Tenant: </span>
        <span className="flex-1 truncate font-medium">{tenant ?? 'All tenants'}</span>
        <ChevronsUpDown size={14} aria-hidden className="text-faint" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" className="z-40 outline-none">
          <Popover.Popup
            aria-label="Tenants"
            className="w-64 overflow-hidden rounded-lg bg-surface text-sm text-ink shadow-float outline-none"
          >
            <Suspense fallback={<Loading label="Loading tenants" />}>
              <TenantList tenant={tenant} onChoose={() => setOpen(false)} />
            </Suspense>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
