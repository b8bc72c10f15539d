import { Autocomplete } from '@base-ui/react/autocomplete'
import { Popover } from '@base-ui/react/popover'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Check } from 'lucide-react'
import { type ReactElement, useMemo, useState } from 'react'
import { tenantsQuery } from '../data/managing/tenants.ts'

const ALL = 'All tenants'

/** The popup of the tenants. It is open at first: it is loaded when it is wanted. */
export default function TenantList({
  trigger,
  tenant,
}: {
  trigger: ReactElement<Record<string, unknown>>
  tenant: string | undefined
}) {
  const [isOpen, setOpen] = useState(true)
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger render={trigger} />
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" className="z-40 outline-none">
          <Popover.Popup
            aria-label="Tenants"
            className="w-64 overflow-hidden rounded-lg bg-surface text-sm text-ink shadow-float outline-none"
          >
            <Tenants tenant={tenant} onChoose={() => setOpen(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** The tenants, with a field that narrows them down by their ids. */
function Tenants({ tenant, onChoose }: { tenant: string | undefined; onChoose: () => void }) {
  const navigate = useNavigate()
  const { data } = useQuery(tenantsQuery)
  const names = useMemo(() => [ALL, ...(data?.data.map(({ tenantId }) => tenantId) ?? [])], [data])
  const open = (name: string) => {
    onChoose()
    void (name === ALL
      ? navigate({ to: '/operator' })
      : navigate({ to: '/t/$tenant', params: { tenant: name } }))
  }
  return (
    <Autocomplete.Root open inline items={names} autoHighlight="always">
      <Autocomplete.Input
        aria-label="Find a tenant"
        placeholder="Find a tenant…"
        className="h-10 w-full border-b border-line bg-transparent px-3 text-sm outline-none placeholder:text-faint"
      />
      <Autocomplete.Empty className="px-3 py-3 text-faint empty:hidden">
        No tenant with this name.
      </Autocomplete.Empty>
      <Autocomplete.List className="max-h-72 overflow-y-auto p-1 empty:hidden">
        {(name: string) => (
          <Autocomplete.Item
            key={name}
            value={name}
            onClick={() => open(name)}
            className="flex cursor-default items-center justify-between gap-2 rounded px-2 py-1.5 outline-none data-highlighted:bg-hover"
          >
            <span className="truncate">{name}</span>
            {name === (tenant ?? ALL) && <Check size={14} aria-hidden className="shrink-0 text-muted" />}
          </Autocomplete.Item>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  )
}
