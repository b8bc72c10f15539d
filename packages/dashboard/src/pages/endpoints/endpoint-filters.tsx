import { X } from 'lucide-react'
import { Button } from '../../components/actions/button.tsx'
import { ChoiceFilter } from '../../components/filters/choice-filter.tsx'
import type { EndpointSearch } from './search.ts'

const STATUSES = [
  { value: 'active', text: 'Active' },
  { value: 'disabled', text: 'Disabled' },
]
const HEALTH = [
  { value: 'healthy', text: 'Healthy' },
  { value: 'failing', text: 'Failing' },
  { value: 'open', text: 'Circuit open' },
]

export interface EndpointFiltersProps {
  search: EndpointSearch
  onChange: (search: EndpointSearch) => void
}

export function EndpointFilters({ search, onChange }: EndpointFiltersProps) {
  const set = (name: keyof EndpointSearch, value: string | undefined) => {
    const { [name]: _before, ...others } = search
    onChange(value === undefined ? others : { ...others, [name]: value })
  }
  return (
    <div role="search" aria-label="Filters" className="flex flex-wrap gap-2">
      <ChoiceFilter
        label="Status"
        options={STATUSES}
        value={search.status}
        onChange={(value) => set('status', value)}
      />
      <ChoiceFilter
        label="Health"
        options={HEALTH}
        value={search.health}
        onChange={(value) => set('health', value)}
      />
      {Object.keys(search).length > 0 && (
        <Button kind="plain" icon={<X size={14} aria-hidden />} onClick={() => onChange({})}>
          Clear
        </Button>
      )}
    </div>
  )
}
