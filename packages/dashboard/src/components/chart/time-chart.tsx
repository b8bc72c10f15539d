import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef } from 'react'
import UPlot from 'uplot'
import { usePreferences } from '../../preferences/preferences.ts'
import { useShownTheme } from '../../preferences/theme.ts'
import { chartOptions } from './chart-options.ts'
import { ChartTable } from './chart-table.tsx'
import { type Series, stack } from './series.ts'

export interface TimeChartProps {
  title: string
  /** RFC 3339, in order. */
  times: string[]
  series: Series[]
  kind: 'bars' | 'lines'
  /** Writes a value, as in `87 ms`. */
  format?: (value: number) => string
  /** A click on the chart: the time of the nearest bucket. */
  onPick?: (time: string) => void
}

const HEIGHT_PX = 168
const plain = (value: number) => value.toLocaleString('en')

/** Values over time: bars that are stacked, or lines. A table behind it says the same to screen readers. */
export function TimeChart({ title, times, series, kind, format = plain, onPick }: TimeChartProps) {
  const host = useRef<HTMLDivElement>(null)
  const theme = useShownTheme()
  const { timeZone } = usePreferences()
  const pick = useRef(onPick)
  useEffect(() => {
    pick.current = onPick
  })

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
    const onClick = () => {
      const time = times[chart.cursor.idx ?? -1]
      if (time !== undefined) pick.current?.(time)
    }
    chart.over.addEventListener('click', onClick)
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
    <figure aria-label={title} className="relative min-w-0">
      <div ref={host} aria-hidden className={onPick === undefined ? '' : 'cursor-pointer'} />
      <ChartTable title={title} times={times} series={series} format={format} />
    </figure>
  )
}
