import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from '../../../components/actions/button.tsx'
import { Dialog } from '../../../components/overlays/dialog.tsx'
import { useToasts } from '../../../components/overlays/toasts.tsx'
import { deleteEndpoint } from '../../../data/endpoints/endpoint-changes.ts'
import { nameOfEndpoint } from '../../../data/endpoints.ts'
import type { ActionDialogProps } from './action-dialog.ts'

export function DeleteDialog({ tenant, endpoint, isOpen, onClose }: ActionDialogProps) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const toasts = useToasts()
  const { mutate, isPending } = useMutation({
    mutationFn: () => deleteEndpoint(tenant, endpoint.id),
    onSuccess: async () => {
      toasts.succeeded('Endpoint deleted', nameOfEndpoint(endpoint))
      await navigate({ to: '/t/$tenant/endpoints', params: { tenant } })
      await client.invalidateQueries({ queryKey: [tenant, 'endpoints'] })
    },
    onError: toasts.failed,
  })
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Delete this endpoint?"
      description="Its pending deliveries are cancelled, and its secret is lost. Past deliveries stay. This cannot be undone."
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" isBusy={isPending} onClick={() => mutate()}>
            Delete the endpoint
          </Button>
        </>
      }
    >
      <p className="rounded-md bg-sunken px-3 py-2 font-mono text-xs break-all">{nameOfEndpoint(endpoint)}</p>
    </Dialog>
  )
}
