import { classes } from '../classes.ts'
import type { Series, SeriesColor } from './series.ts'

const MARK: Record<SeriesColor, string> = {
  ok: 'bg-ok-mark',
  bad: 'bg-bad-mark',
  warn: 'bg-warn-mark',
  info: 'bg-info-mark',
  quiet: 'bg-quiet-mark',
}

/** The names of the series, and the sums of their values. */
export function ChartLegend({ series, hasSums }: { series: readonly Series[]; hasSums: boolean }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {series.map(({ label, color, values }) => (
        <li key={label} className="inline-flex items-center gap-1.5">
          <span aria-hidden className={classes('size-2 rounded-sm', MARK[color])} />
          {label}
          {hasSums && (
            <span className="tabular font-medium text-ink">{sumOf(values).toLocaleString('en')}</span>
          )}
        </li>
      ))}
    </ul>
  )
}

function sumOf(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
}
