import UPlot from 'uplot'
import { formatTick } from '../../preferences/format-time.ts'
import type { TimeZoneChoice } from '../../preferences/preferences.ts'
import type { Series } from './series.ts'

export interface ChartLook {
  /** As drawn: the first is behind the others. */
  series: readonly Series[]
  kind: 'bars' | 'lines'
  timeZone: TimeZoneChoice
  format: (value: number) => string
  /** Its colours are read from the styles of the document. */
  theme: 'light' | 'dark'
}

/** Between the edges of a chart and of the part in which it draws values. */
export const PLOT_PX = { top: 8, right: 18, bottom: 22, left: 52 }

const DAY_SECONDS = 86_400
const FONT = '11px "Inter Variable", system-ui, sans-serif'
/** Of the space between two times. */
const BAR_SHARE = 0.72
const BAR_PX_MAX = 28

/** How a chart looks, without its size. */
export function chartOptions({
  series,
  kind,
  timeZone,
  format,
}: ChartLook): Omit<UPlot.Options, 'width' | 'height'> {
  const styles = getComputedStyle(document.documentElement)
  const color = (name: string) => styles.getPropertyValue(`--${name}`).trim()
  const axis = { stroke: color('ink-faint'), font: FONT, ticks: { show: false }, border: { show: false } }
  const bars = UPlot.paths.bars?.({ size: [BAR_SHARE, BAR_PX_MAX], radius: 0.15 })
  return {
    legend: { show: false },
    padding: [PLOT_PX.top, PLOT_PX.right, 0, 0],
    // The columns over the chart show what is under the pointer.
    cursor: { show: false },
    scales: {
      x: { time: true, range: (chart) => rangeOf(chart.data[0]) },
      y: { range: (_chart, _min, max) => [0, Math.max(max, 1) * 1.05] },
    },
    axes: [
      {
        ...axis,
        size: PLOT_PX.bottom,
        space: 64,
        grid: { show: false },
        values: (_chart, ticks, _axis, _space, step) =>
          ticks.map((tick) => formatTick(new Date(tick * 1_000), timeZone, step >= DAY_SECONDS)),
      },
      {
        ...axis,
        size: PLOT_PX.left,
        grid: { stroke: color('line'), width: 1 },
        values: (_chart, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? format(tick) : '')),
      },
    ],
    series: [
      {},
      ...series.map((one) => {
        const mark = color(`${one.color}-mark`)
        return kind === 'bars'
          ? {
              label: one.label,
              fill: mark,
              width: 0,
              points: { show: false },
              ...(bars === undefined ? {} : { paths: bars }),
            }
          : { label: one.label, stroke: mark, width: 1.75, spanGaps: true, points: { show: false } }
      }),
    ],
  }
}

/** From the first to the last time, with half a bucket more at both ends: each has an equal part of the width. */
function rangeOf(times: ArrayLike<number>): [number, number] {
  const [first = 0, second = first + 60] = [times[0], times[1]]
  const last = times[times.length - 1] ?? first
  const margin = (second - first) / 2
  return [first - margin, Math.max(last, first + 1) + margin]
}
