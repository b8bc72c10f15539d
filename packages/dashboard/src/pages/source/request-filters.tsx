import { REQUEST_CAUSE_EXPLANATIONS } from '@posthorn/contracts/explanations'
import { X } from 'lucide-react'
import { Button } from '../../components/actions/button.tsx'
import { ChoiceFilter } from '../../components/filters/choice-filter.tsx'
import { TimeFilter } from '../../components/filters/time-filter.tsx'
import { isFiltered, type RequestSearch } from './search.ts'

const OUTCOMES = [
  { value: 'accepted', text: 'Accepted' },
  { value: 'duplicate', text: 'Duplicate' },
  { value: 'rejected', text: 'Rejected' },
]
const CAUSES = Object.entries(REQUEST_CAUSE_EXPLANATIONS).map(([value, { title }]) => ({
  value,
  text: title,
}))

export interface RequestFiltersProps {
  search: RequestSearch
  /** Takes the filters that change; undefined takes one away. */
  onChange: (change: { [Name in keyof RequestSearch]: string | undefined }) => void
  onClear: () => void
}

export function RequestFilters({ search, onChange, onClear }: RequestFiltersProps) {
  const { outcome, cause, period, from, to } = search
  return (
    <div role="search" aria-label="Filters" className="flex flex-wrap gap-2">
      <ChoiceFilter
        label="Outcome"
        options={OUTCOMES}
        value={outcome}
        onChange={(chosen) => onChange({ outcome: chosen })}
        isSingle
      />
      <ChoiceFilter
        label="Cause"
        options={CAUSES}
        value={cause}
        onChange={(chosen) => onChange({ cause: chosen })}
        isSingle
      />
      <TimeFilter
        label="Received"
        value={{
          ...(period === undefined ? {} : { period }),
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
        }}
        onChange={(range) => onChange({ period: range.period, from: range.from, to: range.to })}
      />
      {isFiltered(search) && (
        <Button kind="plain" icon={<X size={14} aria-hidden />} onClick={onClear}>
          Clear
        </Button>
      )}
    </div>
  )
}
