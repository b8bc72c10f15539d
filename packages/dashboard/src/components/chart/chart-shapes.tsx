import { classes } from '../classes.ts'
import { type Series, type SeriesColor, stack } from './series.ts'

const FILL: Record<SeriesColor, string> = {
  ok: 'fill-ok-mark',
  bad: 'fill-bad-mark',
  warn: 'fill-warn-mark',
  info: 'fill-info-mark',
  quiet: 'fill-quiet-mark',
}
const STROKE: Record<SeriesColor, string> = {
  ok: 'stroke-ok-mark',
  bad: 'stroke-bad-mark',
  warn: 'stroke-warn-mark',
  info: 'stroke-info-mark',
  quiet: 'stroke-quiet-mark',
}
/** Of the space of a bucket. */
const BAR_SHARE = 0.72

export interface ChartShapesProps {
  series: readonly Series[]
  kind: 'bars' | 'lines'
  /** How many buckets there are. */
  count: number
  /** The value at the upper edge. */
  top: number
}

/** What a chart draws: a bucket is one wide, and the largest value one high. */
export function ChartShapes({ series, kind, count, top }: ChartShapesProps) {
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${Math.max(count, 1)} 1`}
      preserveAspectRatio="none"
      className="absolute inset-0 size-full"
    >
      {kind === 'bars'
        ? // Later ones are behind: each bar is as high as its sum.
          stack(series)
            .toReversed()
            .map(({ label, color, values }) => (
              <path key={label} d={barsOf(values, top)} className={FILL[color]} />
            ))
        : series.map(({ label, color, values }) => (
            <path
              key={label}
              d={lineOf(values, top)}
              vectorEffect="non-scaling-stroke"
              className={classes('fill-none stroke-[1.75px]', STROKE[color])}
              strokeLinecap="round"
              strokeLinejoin="round"
            />
          ))}
    </svg>
  )
}

function barsOf(values: readonly (number | null)[], top: number): string {
  return values
    .map((value, index) => {
      const height = (value ?? 0) / top
      return height === 0 ? '' : `M${index + (1 - BAR_SHARE) / 2} 1v${-height}h${BAR_SHARE}v${height}z`
    })
    .join('')
}

/** Over times at which nothing was measured, the line goes straight on. A single value is a dot. */
function lineOf(values: readonly (number | null)[], top: number): string {
  const points = values.flatMap((value, index) =>
    value === null ? [] : [`${index + 0.5} ${1 - value / top}`],
  )
  return points.length === 0 ? '' : `M${points.join('L')}h0`
}
