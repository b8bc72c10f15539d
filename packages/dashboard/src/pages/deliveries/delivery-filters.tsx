import { ERROR_CODE_EXPLANATIONS } from '@posthorn/contracts/explanations'
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { Button } from '../../components/actions/button.tsx'
import { ChoiceFilter } from '../../components/filters/choice-filter.tsx'
import { IdFilter } from '../../components/filters/id-filter.tsx'
import { TextFilter } from '../../components/filters/text-filter.tsx'
import { TimeFilter, type TimeRange } from '../../components/filters/time-filter.tsx'
import { endpointsQuery, nameOfEndpoint } from '../../data/endpoints.ts'
import { type DeliverySearch, isFiltered } from './search.ts'

const STATUSES = [
  { value: 'pending', text: 'Pending' },
  { value: 'succeeded', text: 'Succeeded' },
  { value: 'failed', text: 'Failed' },
  { value: 'cancelled', text: 'Cancelled' },
]
const TRIGGERS = [
  { value: 'schedule', text: 'Schedule' },
  { value: 'manual', text: 'Manual retry' },
  { value: 'recover', text: 'Recovery' },
  { value: 'test', text: 'Test' },
]
const ERROR_CODES = Object.entries(ERROR_CODE_EXPLANATIONS).map(([value, { title }]) => ({
  value,
  text: title,
}))

export interface DeliveryFiltersProps {
  tenant: string
  search: DeliverySearch
  /** Takes the filters that change; undefined takes one away. */
  onChange: (change: { [Name in keyof DeliverySearch]: string | undefined }) => void
  onClear: () => void
}

export function DeliveryFilters({ tenant, search, onChange, onClear }: DeliveryFiltersProps) {
  const { data: endpoints } = useQuery(endpointsQuery(tenant))
  const endpointOptions = (endpoints?.data ?? []).map((endpoint) => ({
    value: endpoint.id,
    text: nameOfEndpoint(endpoint),
  }))
  return (
    <div role="search" aria-label="Filters" className="flex flex-wrap gap-2">
      <ChoiceFilter
        label="Status"
        options={STATUSES}
        value={search.status}
        onChange={(status) => onChange({ status })}
      />
      <IdFilter
        label="Endpoint"
        placeholder="ep_…"
        options={endpointOptions}
        hasMore={endpoints?.nextCursor != null}
        value={search.endpointId}
        onChange={(endpointId) => onChange({ endpointId })}
      />
      <TextFilter
        label="Event type"
        placeholder="order.completed or order.*"
        value={search.eventType}
        onChange={(eventType) => onChange({ eventType })}
      />
      <TextFilter
        label="Status code"
        placeholder="503, 5xx or none"
        value={search.statusCode}
        onChange={(statusCode) => onChange({ statusCode })}
      />
      <ChoiceFilter
        label="Error"
        options={ERROR_CODES}
        value={search.errorCode}
        onChange={(errorCode) => onChange({ errorCode })}
      />
      <ChoiceFilter
        label="Trigger"
        options={TRIGGERS}
        value={search.trigger}
        onChange={(trigger) => onChange({ trigger })}
      />
      <TimeFilter
        label="Created"
        value={pick(search, 'period', 'from', 'to')}
        onChange={({ period, from, to }) => onChange({ period, from, to })}
      />
      <TimeFilter
        label="Finished"
        isRangeOnly
        value={rangeOf(search.finishedFrom, search.finishedTo)}
        onChange={({ from, to }) => onChange({ finishedFrom: from, finishedTo: to })}
      />
      {isFiltered(search) && (
        <Button kind="plain" icon={<X size={14} aria-hidden />} onClick={onClear}>
          Clear
        </Button>
      )}
    </div>
  )
}

function rangeOf(from: string | undefined, to: string | undefined): TimeRange {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

function pick<Name extends keyof DeliverySearch>(search: DeliverySearch, ...names: Name[]) {
  return Object.fromEntries(names.map((name) => [name, search[name]])) as Pick<DeliverySearch, Name>
}
