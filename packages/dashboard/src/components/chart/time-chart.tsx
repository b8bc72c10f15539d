import { formatTick } from '../../preferences/format-time.ts'
import { usePreferences } from '../../preferences/preferences.ts'
import { ChartColumns, type ChartColumnsProps } from './chart-columns.tsx'
import { timeTicks, valueTicks } from './chart-scale.ts'
import { ChartShapes } from './chart-shapes.tsx'
import { type Series, stack } from './series.ts'

export interface TimeChartProps extends Pick<ChartColumnsProps, 'linkOf'> {
  title: string
  /** RFC 3339, in order. */
  times: string[]
  series: Series[]
  kind: 'bars' | 'lines'
  /** Writes a value, as in `87 ms`. */
  format?: (value: number) => string
}

const plain = (value: number) => value.toLocaleString('en')

/** Values over time: bars that are stacked, or lines. A bucket links to the list behind it. */
export function TimeChart({ title, times, series, kind, format = plain, linkOf }: TimeChartProps) {
  const { timeZone } = usePreferences()
  const drawn = kind === 'bars' ? stack(series) : series
  const lines = valueTicks(Math.max(...drawn.flatMap(({ values }) => values.map((value) => value ?? 0))))
  const top = lines.at(-1) ?? 1
  const { ticks, areDays } = timeTicks(times, (at) => (timeZone === 'utc' ? 0 : at.getTimezoneOffset()))
  return (
    <figure aria-label={title} className="tabular relative h-42 min-w-0 pt-2 pr-5 pb-5.5 pl-13">
      <div className="relative h-full">
        {lines.map((value) => (
          <div
            key={value}
            aria-hidden
            className="absolute inset-x-0 border-t border-line"
            style={{ bottom: `${(value / top) * 100}%` }}
          >
            <span className="absolute right-full mr-2 -translate-y-1/2 text-2xs whitespace-nowrap text-faint">
              {format(value)}
            </span>
          </div>
        ))}
        {ticks.map(({ index, at }) => (
          <span
            key={index}
            aria-hidden
            className="absolute top-full -translate-x-1/2 pt-1.5 text-2xs whitespace-nowrap text-faint max-sm:even:hidden"
            style={{ left: `${((index + 0.5) / times.length) * 100}%` }}
          >
            {formatTick(at, timeZone, areDays)}
          </span>
        ))}
        <ChartShapes series={series} kind={kind} count={times.length} top={top} />
        <ChartColumns times={times} series={series} format={format} linkOf={linkOf} />
      </div>
    </figure>
  )
}
