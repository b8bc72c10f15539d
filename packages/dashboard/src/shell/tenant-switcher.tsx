import { Combobox } from '@base-ui/react/combobox'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ChevronsUpDown } from 'lucide-react'
import { useMemo } from 'react'
import { tenantsQuery } from '../data/tenants.ts'

/** Chooses the tenant whose pages are shown: for the operator. */
export function TenantSwitcher({ tenant }: { tenant: string | undefined }) {
  const navigate = useNavigate()
  const { data } = useQuery(tenantsQuery)
  const ids = useMemo(() => data?.data.map(({ tenantId }) => tenantId) ?? [], [data])
  const open = (id: string | null) => {
    void (id === null ? navigate({ to: '/operator' }) : navigate({ to: '/t/$tenant', params: { tenant: id } }))
  }
  return (
    <Combobox.Root items={ids} value={tenant ?? null} onValueChange={open}>
      <Combobox.Trigger
        aria-label="Tenant"
        className="flex h-9 w-full items-center gap-2 rounded-md border border-line-strong bg-surface px-2.5 text-left text-sm shadow-card hover:bg-hover"
      >
        <span className="flex-1 truncate font-medium">{tenant ?? 'All tenants'}</span>
        <ChevronsUpDown size={14} aria-hidden className="text-faint" />
      </Combobox.Trigger>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={6} align="start" className="z-40 outline-none">
          <Combobox.Popup className="w-64 rounded-lg bg-surface text-sm text-ink shadow-float outline-none">
            <Combobox.Input
              aria-label="Find a tenant"
              placeholder="Find a tenant…"
              className="h-10 w-full rounded-t-lg border-b border-line bg-transparent px-3 text-sm outline-none placeholder:text-faint"
            />
            <Combobox.Empty className="px-3 py-2 text-faint empty:hidden">No tenant with this name.</Combobox.Empty>
            <div className="p-1">
              <button
                type="button"
                onClick={() => open(null)}
                className="flex w-full rounded px-2 py-1.5 text-left text-muted hover:bg-hover"
              >
                All tenants
              </button>
            </div>
            <Combobox.List className="max-h-72 overflow-y-auto p-1 pt-0">
              {(id: string) => (
                <Combobox.Item
                  key={id}
                  value={id}
                  className="flex cursor-default items-center rounded px-2 py-1.5 outline-none data-highlighted:bg-hover data-selected:font-medium"
                >
                  <span className="truncate">{id}</span>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}
