import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTenant } from '../../app/tenant-route.tsx'
import { Button } from '../../components/actions/button.tsx'
import { ConfirmDialog } from '../../components/overlays/confirm-dialog.tsx'
import { useToasts } from '../../components/overlays/toasts.tsx'
import { deleteEventType, eventTypesKey } from '../../data/managing/event-types.ts'

/** Removes a type from the catalogue, and returns to it. */
export function DeleteEventType({ name }: { name: string }) {
  const tenant = useTenant()
  const client = useQueryClient()
  const navigate = useNavigate()
  const toasts = useToasts()
  const [isAsking, setAsking] = useState(false)
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => deleteEventType(name),
    onSuccess: async () => {
      toasts.succeeded('Event type deleted', 'Its events are kept.')
      await navigate({ to: '/t/$tenant/event-types', params: { tenant } })
      await client.invalidateQueries({ queryKey: eventTypesKey })
    },
  })
  return (
    <>
      <Button kind="danger" icon={<Trash2 size={14} aria-hidden />} onClick={() => setAsking(true)}>
        Delete
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Delete ${name}?`}
          description="The data of its events is no longer checked, for any tenant. Its events are kept. To refuse new ones, archive it instead."
          action="Delete the event type"
          isBusy={isPending}
          problem={error?.message}
          onConfirm={() => mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
