import { Autocomplete } from '@base-ui/react/autocomplete'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Check } from 'lucide-react'
import { useMemo } from 'react'
import { tenantsQuery } from '../data/managing/tenants.ts'

const ALL = 'All tenants'

/** The tenants, with a field that narrows them down by their ids. */
export default function TenantList({
  tenant,
  onChoose,
}: {
  tenant: string | undefined
  onChoose: () => void
}) {
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
