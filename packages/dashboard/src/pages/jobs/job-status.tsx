import { Badge, type Tone } from '../../components/display/badge.tsx'
import type { Job } from '../../data/jobs/jobs.ts'

const STATUS: Record<Job['status'], { tone: Tone; text: string }> = {
  pending: { tone: 'info', text: 'Pending' },
  running: { tone: 'warn', text: 'Running' },
  succeeded: { tone: 'ok', text: 'Done' },
  failed: { tone: 'bad', text: 'Failed' },
  cancelled: { tone: 'quiet', text: 'Cancelled' },
}

/** The status of a job. */
export function JobStatus({ status }: Pick<Job, 'status'>) {
  const { tone, text } = STATUS[status]
  return (
    <Badge tone={tone} hasDot>
      {text}
    </Badge>
  )
}
