import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ConfirmDialog } from '../../../components/overlays/confirm-dialog.tsx'
import { useToasts } from '../../../components/overlays/toasts.tsx'
import { deleteTenant } from '../../../data/managing/tenants.ts'

/** Deletes a tenant with all it owns, after its id was typed. */
export function DeleteTenantDialog({ tenant, onClose }: { tenant: string; onClose: () => void }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const toasts = useToasts()
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => deleteTenant(tenant),
    onSuccess: async () => {
      toasts.succeeded('Tenant deleted', `${tenant} and all it owned.`)
      await navigate({ to: '/operator' })
      client.clear()
    },
  })
  return (
    <ConfirmDialog
      title={`Delete ${tenant}?`}
      description="Its endpoints, sources, events, deliveries, keys and portal links are deleted with it. This cannot be undone."
      action="Delete the tenant"
      typed={tenant}
      isBusy={isPending}
      problem={error?.message}
      onConfirm={() => mutate()}
      onClose={onClose}
    />
  )
}
