import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTenant } from '../../../app/tenant-route.tsx'
import { Button } from '../../../components/actions/button.tsx'
import { Card } from '../../../components/display/card.tsx'
import { ConfirmDialog } from '../../../components/overlays/confirm-dialog.tsx'
import { useToasts } from '../../../components/overlays/toasts.tsx'
import { EmptyState } from '../../../components/states/states.tsx'
import { PagedTable } from '../../../components/table/paged-table.tsx'
import {
  type PortalLink,
  portalLinksKey,
  revokePortalLink,
  usePortalLinks,
} from '../../../data/managing/portal-links.ts'
import { mayManageAccess } from '../../../session/session.ts'
import { useSession } from '../../../session/session-gate.tsx'
import { linkColumns } from './columns.tsx'
import { CreateLinkDialog } from './create-link-dialog.tsx'

export function PortalLinksPage() {
  const tenant = useTenant()
  const mayChange = mayManageAccess(useSession())
  const [isCreating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<PortalLink | undefined>()
  const list = usePortalLinks(tenant)
  const columns = useMemo(() => linkColumns(mayChange ? setRevoking : undefined), [mayChange])
  const create = mayChange && (
    <Button kind="solid" icon={<Plus size={14} aria-hidden />} onClick={() => setCreating(true)}>
      Create a link
    </Button>
  )
  return (
    <>
      <Card title="Portal links" aside={list.rows.length > 0 && create} isFlush>
        <PagedTable
          label="Portal links"
          columns={columns}
          list={list}
          empty={
            <EmptyState title="No portal links yet" actions={create}>
              A portal link opens these pages for a user of yours, who needs no key. It can be shown in a
              frame of your own pages.
            </EmptyState>
          }
        />
      </Card>
      {isCreating && <CreateLinkDialog tenant={tenant} onClose={() => setCreating(false)} />}
      {revoking !== undefined && (
        <RevokeDialog tenant={tenant} id={revoking.id} onClose={() => setRevoking(undefined)} />
      )}
    </>
  )
}

function RevokeDialog({ tenant, id, onClose }: { tenant: string; id: string; onClose: () => void }) {
  const client = useQueryClient()
  const toasts = useToasts()
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => revokePortalLink(tenant, id),
    onSuccess: async () => {
      toasts.succeeded('Link revoked', 'Portals that it has opened end with their next request.')
      onClose()
      await client.invalidateQueries({ queryKey: portalLinksKey(tenant) })
    },
  })
  return (
    <ConfirmDialog
      title="Revoke this link?"
      description="It can no longer be opened, and the portals that it has opened end with their next request."
      action="Revoke the link"
      isBusy={isPending}
      problem={error?.message}
      onConfirm={() => mutate()}
      onClose={onClose}
    />
  )
}
