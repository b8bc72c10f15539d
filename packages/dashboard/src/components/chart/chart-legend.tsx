import { classes } from '../classes.ts'
import type { Series, SeriesColor } from './series.ts'

const MARK: Record<SeriesColor, string> = {
  ok: 'bg-ok-mark',
  bad: 'bg-bad-mark',
  warn: 'bg-warn-mark',
  info: 'bg-info-mark',
  quiet: 'bg-quiet-mark',
}

/** The names of the series; of bars with the sum of their values. */
export function ChartLegend({
  series,
  format,
  kind,
}: {
  series: readonly Series[]
  format: (value: number) => string
  kind: 'bars' | 'lines'
}) {
  return (
    <figcaption className="mb-1 flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {series.map(({ label, color, values }) => (
        <span key={label} className="inline-flex items-center gap-1.5">
          <span aria-hidden className={classes('size-2 rounded-sm', MARK[color])} />
          {label}
          {kind === 'bars' && <span className="tabular text-ink">{format(sumOf(values))}</span>}
        </span>
      ))}
    </figcaption>
  )
}

function sumOf(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
}
