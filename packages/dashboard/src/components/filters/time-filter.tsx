import { Popover } from '@base-ui/react/popover'
import { type FormEvent, useState } from 'react'
import { isPeriod, PERIODS, type Period } from '../../data/periods.ts'
import { formatTime } from '../../preferences/format-time.ts'
import { type TimeZoneChoice, usePreferences } from '../../preferences/preferences.ts'
import { Button } from '../actions/button.tsx'
import { classes } from '../classes.ts'
import { INPUT } from '../forms/field.tsx'
import { FilterButton } from './filter-button.tsx'
import { textOfField } from './form-text.ts'
import { fromTimeInput, toTimeInput } from './time-input.ts'

/** A period before now, or a range between two times. */
export interface TimeRange {
  period?: string
  from?: string
  to?: string
}

export interface TimeFilterProps {
  label?: string
  value: TimeRange
  onChange: (value: TimeRange) => void
  /** Only two times, where the URL has no period. */
  isRangeOnly?: boolean
}

/** Chooses a period, or two times in the chosen time zone. */
export function TimeFilter({ label = 'Time', value, onChange, isRangeOnly = false }: TimeFilterProps) {
  const { timeZone } = usePreferences()
  const periods = isRangeOnly ? [] : (Object.keys(PERIODS) as Period[])
  const [isOpen, setOpen] = useState(false)
  const change = (next: TimeRange) => {
    onChange(next)
    setOpen(false)
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const at = (name: string) => fromTimeInput(textOfField(form, name), timeZone)
    const [from, to] = [at('from'), at('to')]
    change({ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) })
  }
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger render={<FilterButton label={label} value={textOf(value, timeZone)} />} />
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" className="z-40 outline-none">
          <Popover.Popup
            aria-label={label}
            className="w-72 rounded-lg bg-surface p-1 text-sm text-ink shadow-float outline-none"
          >
            <Choice isChosen={textOf(value, timeZone) === undefined} onChoose={() => change({})}>
              Any time
            </Choice>
            {periods.map((period) => (
              <Choice key={period} isChosen={value.period === period} onChoose={() => change({ period })}>
                {PERIODS[period].text}
              </Choice>
            ))}
            <form onSubmit={submit} className="mt-1 space-y-2 border-t border-line p-2 pt-3">
              {(['from', 'to'] as const).map((name) => (
                <label key={name} className="flex items-center gap-2 text-xs text-muted">
                  <span className="w-9 capitalize">{name}</span>
                  <input
                    type="datetime-local"
                    step={1}
                    name={name}
                    defaultValue={value[name] === undefined ? '' : toTimeInput(value[name], timeZone)}
                    className={classes(INPUT, 'h-8')}
                  />
                </label>
              ))}
              <div className="flex items-center justify-between">
                <span className="text-xs text-faint">{timeZone === 'utc' ? 'In UTC' : 'In local time'}</span>
                <Button kind="solid" size="small" type="submit">
                  Apply
                </Button>
              </div>
            </form>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Choice({
  isChosen,
  onChoose,
  children,
}: {
  isChosen: boolean
  onChoose: () => void
  children: string
}) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className="flex w-full rounded px-2 py-1.5 text-left hover:bg-hover aria-pressed:font-medium"
    >
      {children}
    </button>
  )
}

function textOf({ period, from, to }: TimeRange, timeZone: TimeZoneChoice): string | undefined {
  if (isPeriod(period)) return PERIODS[period].text
  if (from === undefined && to === undefined) return undefined
  const at = (time: string) => formatTime(new Date(time), timeZone, new Date())
  if (to === undefined) return `since ${at(from ?? '')}`
  return from === undefined ? `before ${at(to)}` : `${at(from)} – ${at(to)}`
}
