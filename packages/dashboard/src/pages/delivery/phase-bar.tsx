import { classes } from '../../components/classes.ts'
import type { Attempt } from '../../data/deliveries.ts'
import { formatMs } from '../../preferences/format-time.ts'
import { phasesOf } from './phases.ts'

/** Where the time of an attempt went. */
export function PhaseBar({ phases }: { phases: Attempt['phases'] }) {
  const shown = phasesOf(phases)
  const total = shown.reduce((sum, { ms }) => sum + ms, 0)
  return (
    <div>
      <div aria-hidden className="flex h-2 gap-px overflow-hidden rounded-full bg-quiet-soft">
        {shown.map(({ name, ms, className }) => (
          <span
            key={name}
            className={classes('h-full min-w-0.5', className)}
            style={{ flexGrow: ms / Math.max(total, 1) }}
          />
        ))}
      </div>
      <dl className="mt-2.5 flex flex-wrap gap-x-5 gap-y-1 text-xs">
        {shown.map(({ name, ms, className }) => (
          <div key={name} className="flex items-center gap-1.5">
            <span aria-hidden className={classes('size-2 rounded-sm', className)} />
            <dt className="text-muted">{name}</dt>
            <dd className="tabular">{formatMs(ms)}</dd>
          </div>
        ))}
        <div className="flex items-center gap-1.5">
          <dt className="text-muted">Total</dt>
          <dd className="tabular font-medium">{formatMs(phases.totalMs)}</dd>
        </div>
      </dl>
    </div>
  )
}
