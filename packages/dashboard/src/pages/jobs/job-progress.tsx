import { classes } from '../../components/classes.ts'
import { isUnfinished, type Job } from '../../data/jobs/jobs.ts'
import { progressOf, textOfProgress } from './progress.ts'

/** How much of a job is done, as a bar and in words. */
export function JobProgress({ job, isLarge = false }: { job: Job; isLarge?: boolean }) {
  const { done, failed } = progressOf(job)
  const text = textOfProgress(job)
  const isIndefinite = job.total == null && isUnfinished(job)
  return (
    <span className={isLarge ? 'block space-y-2' : 'flex items-center gap-3'}>
      <span
        role="progressbar"
        aria-label="Progress"
        aria-valuetext={text}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(isIndefinite ? {} : { 'aria-valuenow': Math.round((done + failed) * 100) })}
        className={classes(
          'flex overflow-hidden rounded-full bg-quiet-soft',
          isLarge ? 'h-2.5 w-full' : 'h-1.5 w-24 shrink-0',
        )}
      >
        {isIndefinite && <span className="size-full animate-pulse bg-info-mark/60" />}
        {!isIndefinite && (
          <>
            <span className="bg-ok-mark transition-[width]" style={{ width: `${done * 100}%` }} />
            <span className="bg-bad-mark transition-[width]" style={{ width: `${failed * 100}%` }} />
          </>
        )}
      </span>
      <span className={classes('tabular truncate text-muted', isLarge ? 'block text-sm' : 'text-xs')}>
        {text}
      </span>
    </span>
  )
}
