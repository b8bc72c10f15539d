import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/actions/button.tsx'
import { Dialog } from '../../components/overlays/dialog.tsx'
import { useToasts } from '../../components/overlays/toasts.tsx'
import { cancelJob, type Job, jobQuery } from '../../data/jobs/jobs.ts'

export interface CancelJobProps {
  tenant: string
  job: Job
  size?: 'small' | 'normal'
}

/** Ends a job after asking. */
export function CancelJob({ tenant, job, size = 'normal' }: CancelJobProps) {
  const client = useQueryClient()
  const toasts = useToasts()
  const [isAsking, setAsking] = useState(false)
  const { mutate, isPending } = useMutation({
    mutationFn: () => cancelJob(tenant, job.id),
    onSuccess: (cancelled) => {
      client.setQueryData(jobQuery(tenant, job.id).queryKey, cancelled)
      void client.invalidateQueries({ queryKey: [tenant, 'jobs', 'head'] })
      toasts.succeeded('Job cancelled', 'What it had not reached stays as it is.')
    },
    onError: toasts.failed,
    onSettled: () => setAsking(false),
  })
  return (
    <>
      <Button size={size} onClick={() => setAsking(true)}>
        Cancel
      </Button>
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Cancel this job?"
        description={
          job.kind === 'event_search'
            ? 'The search ends. What it has found stays.'
            : 'The deliveries that it has not reached stay as they are. Those already started continue.'
        }
        actions={
          <>
            <Button onClick={() => setAsking(false)}>Let it continue</Button>
            <Button kind="danger" isBusy={isPending} onClick={() => mutate()}>
              Cancel the job
            </Button>
          </>
        }
      />
    </>
  )
}
