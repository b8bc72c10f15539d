import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/actions/button.tsx'
import { Card } from '../../components/display/card.tsx'
import { textOfField } from '../../components/filters/form-text.ts'
import { TimeFilter, type TimeRange } from '../../components/filters/time-filter.tsx'
import { Field, TextInput } from '../../components/forms/field.tsx'
import { formProblemOf } from '../../components/forms/form-problem.ts'
import { type EventSearchRequest, startEventSearch } from '../../data/events/search.ts'
import { isPeriod, startOf } from '../../data/periods.ts'
import { listOf } from '../../data/search-params.ts'
import { errorOfFilter } from './error-of-filter.ts'
import { eventSearchRoute } from './route.ts'

const EXAMPLE = '{ "amount": { "$gte": 100 }, "customer.country": { "$in": ["DE", "AT"] } }'

/** The filter and the time that are searched. A search that has started is in the URL. */
export function SearchForm({ tenant }: { tenant: string }) {
  const search = eventSearchRoute.useSearch()
  const navigate = useNavigate({ from: '/t/$tenant/events/search' })
  const [range, setRange] = useState<TimeRange>(() => rangeOf(search))
  const [wrongFilter, setWrongFilter] = useState<string | undefined>()
  const start = useMutation({
    mutationFn: (request: EventSearchRequest) => startEventSearch(tenant, request),
    onSuccess: ({ jobId }, { filter, types }) =>
      navigate({
        search: {
          filter,
          ...(types === undefined ? {} : { types: types.join(',') }),
          ...range,
          job: jobId,
        },
      }),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const filter = textOfField(event.currentTarget, 'filter').trim() || '{}'
    const types = listOf(textOfField(event.currentTarget, 'types').replaceAll(/\s+/g, ''))
    const wrong = errorOfFilter(filter)
    setWrongFilter(wrong)
    if (wrong !== undefined || start.isPending) return
    start.mutate({ filter, ...(types.length === 0 ? {} : { types }), ...timesOf(range) })
  }
  const problem = formProblemOf(start.error, ['filter', 'types'])
  return (
    <Card>
      <form onSubmit={submit} className="space-y-4 pt-2">
        <Field
          label="Filter"
          description="Conditions on the data, as in the filter of an endpoint. All of them must hold."
          error={wrongFilter ?? problem.at('filter')}
        >
          <TextInput
            name="filter"
            render={<textarea rows={4} spellCheck={false} />}
            defaultValue={search.filter ?? ''}
            placeholder={EXAMPLE}
            className="block h-auto resize-y py-2 font-mono text-xs leading-5"
          />
        </Field>
        <Field
          label="Event types"
          description="With commas between them; a prefix ends with .*. All, unless some are given."
          error={problem.at('types')}
        >
          <TextInput
            name="types"
            defaultValue={search.types ?? ''}
            placeholder="order.*"
            spellCheck={false}
          />
        </Field>
        <div className="flex flex-wrap items-center justify-between gap-3">
          <TimeFilter label="Created" value={range} onChange={setRange} />
          <Button kind="solid" type="submit" isBusy={start.isPending} icon={<Search size={14} aria-hidden />}>
            Search
          </Button>
        </div>
        {problem.other !== undefined && (
          <p role="alert" className="whitespace-pre-line text-sm text-bad">
            {problem.other}
          </p>
        )}
      </form>
    </Card>
  )
}

function rangeOf({ period, from, to }: TimeRange): TimeRange {
  if (period === undefined && from === undefined && to === undefined) return { period: '24h' }
  return {
    ...(period === undefined ? {} : { period }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}

/** The API needs a start: without one, all that is kept is searched. */
function timesOf({ period, from, to }: TimeRange): { from: string; to?: string } {
  const start = isPeriod(period) ? startOf(period, Date.now()) : (from ?? '1970-01-01T00:00:00.000Z')
  return { from: start, ...(to === undefined ? {} : { to }) }
}
