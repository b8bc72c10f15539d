import { X } from 'lucide-react'
import { Button } from '../../components/actions/button.tsx'
import { IdFilter } from '../../components/filters/id-filter.tsx'
import { TextFilter } from '../../components/filters/text-filter.tsx'
import { TimeFilter } from '../../components/filters/time-filter.tsx'
import { ToggleFilter } from '../../components/filters/toggle-filter.tsx'
import { useSourceNames } from '../../data/events/source-names.ts'
import type { EventSearch } from './search.ts'

export interface EventFiltersProps {
  tenant: string
  search: EventSearch
  /** Takes the filters that change; undefined takes one away. */
  onChange: (change: { [Name in keyof EventSearch]: string | undefined }) => void
  onClear: () => void
  /** An id of Posthorn names one event: there is nothing to filter. */
  onOpen: (id: string) => void
}

const EVENT_ID = /^evt_[0-9A-Za-z]+$/

export function EventFilters({ tenant, search, onChange, onClear, onOpen }: EventFiltersProps) {
  const { options, hasMore } = useSourceNames(tenant)
  return (
    <div role="search" aria-label="Filters" className="flex flex-wrap gap-2">
      <TextFilter
        label="Event type"
        placeholder="order.completed or order.*"
        value={search.type}
        onChange={(type) => onChange({ type })}
      />
      <IdFilter
        label="Source"
        placeholder="src_…"
        isSingle
        options={options}
        hasMore={hasMore}
        value={search.sourceId}
        onChange={(sourceId) => onChange({ sourceId })}
      />
      <TextFilter
        label="Id"
        placeholder="evt_… or the publisher's id"
        value={search.externalId}
        onChange={(id) => (id !== undefined && EVENT_ID.test(id) ? onOpen(id) : onChange({ externalId: id }))}
        keepsSpaces
      />
      <TimeFilter
        label="Created"
        value={{
          ...(search.period === undefined ? {} : { period: search.period }),
          ...(search.from === undefined ? {} : { from: search.from }),
          ...(search.to === undefined ? {} : { to: search.to }),
        }}
        onChange={({ period, from, to }) => onChange({ period, from, to })}
      />
      <ToggleFilter
        label="Internal events"
        value={search.internal}
        onChange={(internal) => onChange({ internal })}
      />
      {Object.keys(search).length > 0 && (
        <Button kind="plain" icon={<X size={14} aria-hidden />} onClick={onClear}>
          Clear
        </Button>
      )}
    </div>
  )
}
