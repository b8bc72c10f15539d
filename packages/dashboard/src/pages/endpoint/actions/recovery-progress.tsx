import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { Button, buttonClasses } from '../../../components/actions/button.tsx'
import { Badge, type Tone } from '../../../components/display/badge.tsx'
import { Card } from '../../../components/display/card.tsx'
import { DateTime } from '../../../components/display/date-time.tsx'
import { useToasts } from '../../../components/overlays/toasts.tsx'
import { ErrorState } from '../../../components/states/states.tsx'
import { cancelRecovery, isRunning, type Job, recoveryQuery } from '../../../data/endpoints/recoveries.ts'
import { endpointRoute } from '../route.ts'

const STATUS: Record<Job['status'], { tone: Tone; text: string }> = {
  pending: { tone: 'info', text: 'Counting' },
  running: { tone: 'info', text: 'Running' },
  succeeded: { tone: 'ok', text: 'Done' },
  failed: { tone: 'bad', text: 'Failed' },
  cancelled: { tone: 'quiet', text: 'Cancelled' },
}

export interface RecoveryProgressProps {
  tenant: string
  endpointId: string
  jobId: string
}

/** How far a recovery is. Its id is in the URL, so a reload still shows it. */
export function RecoveryProgress({ tenant, endpointId, jobId }: RecoveryProgressProps) {
  const { job: _job, ...others } = endpointRoute.useSearch()
  const client = useQueryClient()
  const toasts = useToasts()
  const { data: job, error } = useQuery(recoveryQuery(tenant, jobId))
  const cancel = useMutation({
    mutationFn: () => cancelRecovery(tenant, jobId),
    onSuccess: (cancelled) => client.setQueryData(recoveryQuery(tenant, jobId).queryKey, cancelled),
    onError: toasts.failed,
  })
  if (job === undefined)
    return error === null ? null : (
      <Card>
        <ErrorState error={error} what="job" />
      </Card>
    )
  const { tone, text } = STATUS[job.status]
  return (
    <Card
      title="Recovery"
      aside={
        <span className="flex items-center gap-2">
          <Badge tone={tone} hasDot>
            {text}
          </Badge>
          {isRunning(job) ? (
            <Button size="small" isBusy={cancel.isPending} onClick={() => cancel.mutate()}>
              Cancel
            </Button>
          ) : (
            <Link
              to="/t/$tenant/endpoints/$id"
              params={{ tenant, id: endpointId }}
              search={others}
              aria-label="Hide the recovery"
              className={buttonClasses('plain', 'small')}
            >
              <X size={14} aria-hidden />
            </Link>
          )}
        </span>
      }
    >
      <Bar job={job} />
      <p aria-live="polite" className="tabular mt-2 text-sm text-muted">
        {inWords(job)}
        {job.since !== undefined && (
          <>
            {' '}
            Ended since <DateTime at={job.since} />.
          </>
        )}
      </p>
    </Card>
  )
}

function Bar({ job }: { job: Job }) {
  const share = shareOf(job)
  return (
    <div
      role="progressbar"
      aria-label="Progress of the recovery"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      className="h-2 overflow-hidden rounded-full bg-quiet-soft"
    >
      <div
        className={job.status === 'succeeded' ? 'h-full bg-ok-mark' : 'h-full bg-info-mark'}
        style={{ width: `${share * 100}%` }}
      />
    </div>
  )
}

/** How much of a recovery is done, from 0 to 1. */
function shareOf({ total, done, failed }: Job): number {
  if (total == null) return 0
  return total === 0 ? 1 : Math.min(1, (done + failed) / total)
}

function inWords({ total, done, failed }: Job): string {
  if (total == null) return 'The deliveries are being counted.'
  if (total === 0) return 'Nothing to send again: no delivery ended like this in this time.'
  const skipped = failed === 0 ? '' : ` ${number(failed)} were not: their state had changed.`
  return `${number(done)} of ${number(total)} are pending again.${skipped}`
}

function number(value: number): string {
  return value.toLocaleString('en')
}
