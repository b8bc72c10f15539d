import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { Button } from '../../../components/actions/button.tsx'
import { DateTime } from '../../../components/display/date-time.tsx'
import { Checkbox } from '../../../components/forms/checkbox.tsx'
import { Dialog } from '../../../components/overlays/dialog.tsx'
import { useToasts } from '../../../components/overlays/toasts.tsx'
import { Loading } from '../../../components/states/loading.tsx'
import { ErrorState } from '../../../components/states/states.tsx'
import type { DeliveryQuery } from '../../../data/deliveries.ts'
import { type BulkPreview, bulkPreviewQuery, startBulk } from '../../../data/jobs/bulk.ts'
import {
  type BulkAction,
  bulkRequestOf,
  type DeliveryStatus,
  firstStatuses,
  STATUSES_OF_ACTION,
} from './bulk-request.ts'
import { PreviewCounts } from './preview-counts.tsx'

export interface BulkDialogProps {
  tenant: string
  action: BulkAction
  filter: DeliveryQuery
  onClose: () => void
}

const VERBS = { retry: 'Retry', cancel: 'Cancel' }
const DESCRIPTIONS = {
  retry: 'They are sent within the limits of their endpoints, and do not delay new events.',
  cancel: 'No further attempt is made. Attempts in flight are completed.',
}
const STATUS_TEXTS: Partial<Record<DeliveryStatus, string>> = {
  failed: 'Failed: their schedule starts again',
  pending: 'Pending: their next attempt is due now',
  cancelled: 'Cancelled: their schedule starts again',
}

/** Shows what a bulk action would do, then starts its job. */
export default function BulkDialog({ tenant, action, filter, onClose }: BulkDialogProps) {
  const [at] = useState(() => new Date().toISOString())
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const [statuses, setStatuses] = useState(() => firstStatuses(action, filter))
  const request = useMemo(
    () => bulkRequestOf({ action, filter, statuses }, at),
    [action, filter, statuses, at],
  )
  const preview = useQuery({ ...bulkPreviewQuery(tenant, request), enabled: statuses.length > 0 })
  const navigate = useNavigate()
  const toasts = useToasts()
  const start = useMutation({
    mutationFn: () => startBulk(tenant, request, idempotencyKey),
    onSuccess: ({ jobId }) => navigate({ to: '/t/$tenant/jobs/$id', params: { tenant, id: jobId } }),
    onError: toasts.failed,
  })
  const counted = statuses.length === 0 ? undefined : preview.data
  const isCurrent = counted !== undefined && !preview.isPlaceholderData
  const possible = STATUSES_OF_ACTION[action]
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`${VERBS[action]} all deliveries that match`}
      description={DESCRIPTIONS[action]}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button
            kind={action === 'cancel' ? 'danger' : 'solid'}
            disabled={!isCurrent || counted.count === 0}
            isBusy={start.isPending}
            onClick={() => start.mutate()}
          >
            {isCurrent && counted.count > 0 ? `${VERBS[action]} ${countOf(counted)}` : VERBS[action]}
          </Button>
        </>
      }
    >
      <div className="space-y-4 pt-2">
        {possible.length > 1 && (
          <fieldset className="space-y-2">
            <legend className="pb-2 text-xs text-faint">With the status</legend>
            {possible.map((status) => (
              <Checkbox
                key={status}
                label={STATUS_TEXTS[status]}
                isChecked={statuses.includes(status)}
                onChange={(isChecked) =>
                  setStatuses(possible.filter((one) => (one === status ? isChecked : statuses.includes(one))))
                }
              />
            ))}
          </fieldset>
        )}
        {statuses.length === 0 && (
          <p className="rounded-md bg-sunken px-3 py-2.5 text-sm text-muted">
            {action === 'retry'
              ? 'Choose a status. To send again what succeeded, replay its event.'
              : 'The filter selects no pending deliveries: only those can be cancelled.'}
          </p>
        )}
        {statuses.length > 0 && preview.error !== null && (
          <ErrorState error={preview.error} what="tenant" onRetry={() => void preview.refetch()} />
        )}
        {statuses.length > 0 && preview.isPending && <Loading label="Counting the deliveries" />}
        {counted !== undefined && preview.error === null && (
          <PreviewCounts tenant={tenant} preview={counted} isCurrent={isCurrent} />
        )}
        <p className="text-xs text-faint">
          {statuses.includes('pending') ? 'Created' : 'Finished'} until <DateTime at={at} />. What comes later
          is left out.
        </p>
      </div>
    </Dialog>
  )
}

function countOf({ count, atLeast }: BulkPreview): string {
  const number = count.toLocaleString('en')
  if (atLeast) return `at least ${number} deliveries`
  return count === 1 ? '1 delivery' : `${number} deliveries`
}
