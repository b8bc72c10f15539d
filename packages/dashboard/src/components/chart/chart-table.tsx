import { formatExactTime } from '../../preferences/format-time.ts'
import { usePreferences } from '../../preferences/preferences.ts'
import type { Series } from './series.ts'

export interface ChartTableProps {
  title: string
  times: readonly string[]
  series: readonly Series[]
  format: (value: number) => string
}

/** The values of a chart, for screen readers. Times without any are left out. */
export function ChartTable({ title, times, series, format }: ChartTableProps) {
  const { timeZone } = usePreferences()
  return (
    <div className="sr-only">
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {series.map(({ label }) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map((time, index) =>
            series.every(({ values }) => (values[index] ?? 0) === 0) ? null : (
              <tr key={time}>
                <th scope="row">{formatExactTime(new Date(time), timeZone)}</th>
                {series.map(({ label, values }) => (
                  <td key={label}>{values[index] === null ? '' : format(values[index] ?? 0)}</td>
                ))}
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  )
}
