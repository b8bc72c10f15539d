import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { RotateCw, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/actions/button.tsx'
import { useShortcut } from '../../components/actions/use-shortcut.ts'
import { Dialog } from '../../components/overlays/dialog.tsx'
import { useToasts } from '../../components/overlays/toasts.tsx'
import { cancelDelivery, type Delivery, deliveryQuery, retryDelivery } from '../../data/deliveries.ts'
import { eventQuery } from '../../data/events.ts'
import { mayManage } from '../../session/session.ts'
import { useSession } from '../../session/session-gate.tsx'

/** Retry, also by `r`, and cancel. Nothing for those who may only read, and no retry without the content of the event. */
export function DeliveryActions({ tenant, delivery }: { tenant: string; delivery: Delivery }) {
  const { id, eventId, status } = delivery
  const session = useSession()
  const client = useQueryClient()
  const toasts = useToasts()
  const [isAsking, setAsking] = useState(false)
  const refresh = () => client.invalidateQueries({ queryKey: deliveryQuery(tenant, id).queryKey })
  const retry = useMutation({
    mutationFn: () => retryDelivery(tenant, id),
    onSuccess: async () => {
      toasts.succeeded('Retry requested', 'One more attempt is made now. It appears below.')
      await refresh()
    },
    onError: toasts.failed,
  })
  const cancel = useMutation({
    mutationFn: () => cancelDelivery(tenant, id),
    onSuccess: async () => {
      toasts.succeeded('Delivery cancelled', 'No further attempt is made.')
      await refresh()
    },
    onError: toasts.failed,
    onSettled: () => setAsking(false),
  })
  const { data: event } = useQuery(eventQuery(tenant, eventId))
  const isContentRemoved = event?.data === null
  const mayRetry = mayManage(session) && status !== 'cancelled' && !isContentRemoved
  useShortcut('r', () => {
    if (mayRetry && !retry.isPending) retry.mutate()
  })
  if (!mayManage(session)) return null
  return (
    <>
      {status === 'pending' && (
        <Button icon={<X size={14} aria-hidden />} onClick={() => setAsking(true)}>
          Cancel
        </Button>
      )}
      {mayRetry && (
        <Button
          kind="solid"
          icon={<RotateCw size={14} aria-hidden />}
          isBusy={retry.isPending}
          onClick={() => retry.mutate()}
          aria-keyshortcuts="r"
        >
          {status === 'succeeded' ? 'Send again' : 'Retry now'}
        </Button>
      )}
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Cancel this delivery?"
        description="No further attempt is made. An attempt in flight is completed."
        actions={
          <>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button kind="danger" isBusy={cancel.isPending} onClick={() => cancel.mutate()}>
              Cancel the delivery
            </Button>
          </>
        }
      />
    </>
  )
}
