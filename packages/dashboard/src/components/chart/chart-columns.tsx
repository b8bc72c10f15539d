import { Link, type LinkProps } from '@tanstack/react-router'
import { type KeyboardEvent, useState } from 'react'
import { formatExactTime } from '../../preferences/format-time.ts'
import { usePreferences } from '../../preferences/preferences.ts'
import { classes } from '../classes.ts'
import type { Series } from './series.ts'

export interface ChartColumnsProps {
  times: readonly string[]
  series: readonly Series[]
  format: (value: number) => string
  /** The list behind a bucket, by its time. */
  linkOf: (time: string) => LinkProps
}

/**
 * A link over each bucket that has values, which says them. Tab goes to one of them and past the others; the arrow keys go from one
 * to the next.
 */
export function ChartColumns({ times, series, format, linkOf }: ChartColumnsProps) {
  const { timeZone } = usePreferences()
  const filled = times.flatMap((time, index) => {
    const values = series.flatMap(({ label, values: all }) => {
      const value = all[index] ?? null
      return value === null ? [] : [{ label, value }]
    })
    return values.some(({ value }) => value !== 0) ? [{ time, index, values }] : []
  })
  const [chosen, setChosen] = useState<string>()
  const inTabOrder = (filled.find(({ time }) => time === chosen) ?? filled.at(-1))?.time
  return (
    <div className="absolute inset-0">
      {filled.map(({ time, index, values }) => {
        const title = formatExactTime(new Date(time), timeZone)
        const texts = values.map(({ label, value }) => `${label} ${format(value)}`)
        return (
          <Link
            key={time}
            {...linkOf(time)}
            // A pointer that moves over the chart would load the page of each.
            preload={false}
            aria-label={`${title}: ${texts.join(', ')}`}
            tabIndex={time === inTabOrder ? 0 : -1}
            onFocus={() => setChosen(time)}
            onKeyDown={moveByArrows}
            className="group absolute inset-y-0 hover:bg-ink/5 focus-visible:z-10"
            style={{ left: `${(index / times.length) * 100}%`, width: `${100 / times.length}%` }}
          >
            <span
              className={classes(
                'pointer-events-none absolute top-0 z-10 hidden rounded-md bg-surface px-2.5 py-1.5 text-xs whitespace-nowrap text-muted shadow-float group-hover:block group-focus-visible:block',
                index < times.length / 2 ? 'left-full ml-1' : 'right-full mr-1',
              )}
            >
              <span className="block text-faint">{title}</span>
              {values.map(({ label, value }) => (
                <span key={label} className="flex justify-between gap-4">
                  {label} <span className="tabular font-medium text-ink">{format(value)}</span>
                </span>
              ))}
            </span>
          </Link>
        )
      })}
    </div>
  )
}

function moveByArrows(event: KeyboardEvent<HTMLAnchorElement>): void {
  const { parentElement, previousElementSibling, nextElementSibling } = event.currentTarget
  const targets: Record<string, Element | null | undefined> = {
    ArrowLeft: previousElementSibling,
    ArrowRight: nextElementSibling,
    Home: parentElement?.firstElementChild,
    End: parentElement?.lastElementChild,
  }
  if (!(event.key in targets)) return
  event.preventDefault()
  const target = targets[event.key]
  if (target instanceof HTMLElement) target.focus()
}
