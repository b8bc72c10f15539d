import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef } from 'react'
import UPlot from 'uplot'
import { usePreferences } from '../../preferences/preferences.ts'
import { useShownTheme } from '../../preferences/theme.ts'
import { ChartColumns, type ChartColumnsProps } from './chart-columns.tsx'
import { chartOptions, PLOT_PX } from './chart-options.ts'
import { ChartTable } from './chart-table.tsx'
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

const HEIGHT_PX = 168
const plain = (value: number) => value.toLocaleString('en')

/**
 * Values over time: bars that are stacked, or lines. A bucket links to the list behind it, and a table behind the chart says the
 * same to screen readers.
 */
export function TimeChart({ title, times, series, kind, format = plain, linkOf }: TimeChartProps) {
  const host = useRef<HTMLDivElement>(null)
  const theme = useShownTheme()
  const { timeZone } = usePreferences()

  useEffect(() => {
    const element = host.current
    if (element === null) return
    const drawn = kind === 'bars' ? stack(series).toReversed() : series
    const chart = new UPlot(
      {
        ...chartOptions({ series: drawn, kind, timeZone, format, theme }),
        width: element.clientWidth,
        height: HEIGHT_PX,
      },
      [times.map((time) => Date.parse(time) / 1_000), ...drawn.map(({ values }) => values)],
      element,
    )
    const observer = new ResizeObserver(() =>
      chart.setSize({ width: element.clientWidth, height: HEIGHT_PX }),
    )
    observer.observe(element)
    return () => {
      observer.disconnect()
      chart.destroy()
    }
    // The theme is read from the styles of the document: a change draws the chart again.
  }, [times, series, kind, timeZone, format, theme])

  return (
    <figure aria-label={title} className="tabular relative min-w-0">
      <div ref={host} aria-hidden style={{ height: HEIGHT_PX }} />
      <div className="absolute" style={PLOT_PX}>
        <ChartColumns times={times} series={series} format={format} linkOf={linkOf} />
      </div>
      <ChartTable title={title} times={times} series={series} format={format} />
    </figure>
  )
}
