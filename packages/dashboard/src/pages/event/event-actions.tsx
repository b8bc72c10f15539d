import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Download, Eraser, Repeat2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/actions/button.tsx'
import { useShortcut } from '../../components/actions/use-shortcut.ts'
import { downloadText } from '../../components/code/download-text.ts'
import { Dialog } from '../../components/overlays/dialog.tsx'
import { useToasts } from '../../components/overlays/toasts.tsx'
import { type EventDetail, eventQuery, removeEventContent } from '../../data/events.ts'
import { mayManage } from '../../session/session.ts'
import { useSession } from '../../session/session-gate.tsx'
import { ReplayDialog } from './replay-dialog.tsx'

/** Download; replay, also by `r`, and removal of the content for those who may. */
export function EventActions({ tenant, event }: { tenant: string; event: EventDetail }) {
  const { id, data } = event
  const [asks, setAsks] = useState<'replay' | 'removal' | undefined>()
  const manages = mayManage(useSession()) && data !== null
  useShortcut('r', () => manages && setAsks('replay'))
  if (data === null) return null
  const close = () => setAsks(undefined)
  return (
    <>
      <Button
        icon={<Download size={14} aria-hidden />}
        onClick={() => downloadText(`${id}.json`, data)}
        title="The data, as it was published or received"
      >
        Download
      </Button>
      {manages && (
        <>
          <Button kind="danger" icon={<Eraser size={14} aria-hidden />} onClick={() => setAsks('removal')}>
            Remove content
          </Button>
          <Button
            kind="solid"
            icon={<Repeat2 size={14} aria-hidden />}
            onClick={() => setAsks('replay')}
            aria-keyshortcuts="r"
          >
            Replay
          </Button>
          {asks === 'replay' && <ReplayDialog tenant={tenant} eventId={id} onClose={close} />}
          <RemovalDialog tenant={tenant} eventId={id} isOpen={asks === 'removal'} onClose={close} />
        </>
      )}
    </>
  )
}

interface RemovalDialogProps {
  tenant: string
  eventId: string
  isOpen: boolean
  onClose: () => void
}

function RemovalDialog({ tenant, eventId, isOpen, onClose }: RemovalDialogProps) {
  const client = useQueryClient()
  const toasts = useToasts()
  const { mutate, isPending } = useMutation({
    mutationFn: () => removeEventContent(tenant, eventId),
    onSuccess: async () => {
      toasts.succeeded('Content removed', 'The event and its deliveries keep their records.')
      await client.invalidateQueries({ queryKey: eventQuery(tenant, eventId).queryKey })
    },
    onError: toasts.failed,
    onSettled: onClose,
  })
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Remove the content of this event?"
      description="Its data, and the headers and bodies of its attempts, are deleted. Pending deliveries are cancelled. This cannot be undone."
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" isBusy={isPending} onClick={() => mutate()}>
            Remove the content
          </Button>
        </>
      }
    />
  )
}
