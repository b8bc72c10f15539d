import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Select } from '../../../components/forms/select.tsx'
import { type FilterTestResult, testFilter } from '../../../data/endpoints/endpoint-changes.ts'
import { recentEventsQuery } from '../../../data/endpoints/recent-events.ts'
import { eventQuery } from '../../../data/events.ts'
import { problemOf } from '../../../data/problem.ts'
import { formatTime } from '../../../preferences/format-time.ts'
import { usePreferences } from '../../../preferences/preferences.ts'
import { useSettled } from './use-settled.ts'

export interface FilterTesterProps {
  tenant: string
  endpointId: string | undefined
  /** As it is typed. */
  filter: string
}

/** Whether a recent event matches the filter, while it is typed. */
export function FilterTester({ tenant, endpointId, filter }: FilterTesterProps) {
  const { timeZone } = usePreferences()
  const { data: events } = useQuery(recentEventsQuery(tenant))
  const [chosenId, setChosenId] = useState<string | undefined>()
  if (events === undefined) return null
  const chosen = events.data.find(({ id }) => id === chosenId) ?? events.data[0]
  if (chosen === undefined || endpointId === undefined) {
    return (
      <Frame>
        <p className="text-xs text-muted">
          {chosen === undefined
            ? 'With the first event of this tenant, you can test the filter here.'
            : 'Once this endpoint exists, you can test its filter here.'}
        </p>
      </Frame>
    )
  }
  const options = events.data.map(({ id, type, createdAt }) => ({
    value: id,
    text: `${type} · ${formatTime(new Date(createdAt), timeZone, new Date())}`,
  }))
  return (
    <Frame>
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-xs text-muted">Test with</span>
        <Select
          label="Event to test with"
          value={chosen.id}
          options={options}
          onChange={setChosenId}
          className="min-w-0 max-w-full flex-1"
        />
      </div>
      <Outcome tenant={tenant} endpointId={endpointId} eventId={chosen.id} filter={filter} />
    </Frame>
  )
}

function Frame({ children }: { children: ReactNode }) {
  return (
    <section aria-label="Filter test" className="space-y-3 rounded-md border border-line bg-sunken p-3">
      {children}
    </section>
  )
}

function Outcome({
  tenant,
  endpointId,
  eventId,
  filter,
}: {
  tenant: string
  endpointId: string
  eventId: string
  filter: string
}) {
  const settled = useSettled(filter)
  const { data: eventData } = useQuery({ ...eventQuery(tenant, eventId), select: ({ data }) => data })
  const { data, error } = useQuery({
    queryKey: [tenant, 'filter-test', eventId, settled],
    queryFn: ({ signal }) =>
      testFilter({ tenant, endpointId }, { filter: settled, data: eventData ?? 'null' }, signal),
    enabled: typeof eventData === 'string' && isObject(settled),
    placeholderData: keepPreviousData,
    retry: false,
  })
  return (
    <div aria-live="polite" className="min-h-6 text-sm">
      {outcomeOf({ eventData, settled, error, data })}
    </div>
  )
}

function outcomeOf({
  eventData,
  settled,
  error,
  data,
}: {
  eventData: string | null | undefined
  settled: string
  error: Error | null
  data: FilterTestResult | undefined
}): ReactNode {
  if (eventData === null) return <Line>The data of this event is no longer kept.</Line>
  if (!isObject(settled)) return <Line>This is no JSON object yet.</Line>
  if (error !== null) {
    const { errors, message } = problemOf(error)
    const [first] = errors
    return <Line isBad>{first === undefined ? message : `${first.path}: ${first.message}`}</Line>
  }
  if (data === undefined) return null
  if (data.matches) {
    return (
      <p className="flex items-center gap-2 font-medium text-ok">
        <CircleCheck size={16} aria-hidden /> This event matches
      </p>
    )
  }
  return (
    <div className="space-y-2">
      <p className="flex items-center gap-2 font-medium text-bad">
        <CircleX size={16} aria-hidden /> This event does not match
      </p>
      <ul className="space-y-1.5">
        {data.failed.map(({ path, operator, expected, actual }) => (
          <li
            key={`${path} ${operator} ${JSON.stringify(expected)}`}
            className="font-mono text-xs break-words"
          >
            <span className="font-semibold">{path}</span> {operator} {JSON.stringify(expected)}
            <span className="text-muted">
              {' '}
              but it is {actual === undefined ? 'missing' : JSON.stringify(actual)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Line({ isBad = false, children }: { isBad?: boolean; children: ReactNode }) {
  return <p className={isBad ? 'text-bad' : 'text-muted'}>{children}</p>
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
