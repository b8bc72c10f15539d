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
import { deleteKey, type Key, keysKey, useKeys } from '../../../data/managing/keys.ts'
import { mayManageAccess } from '../../../session/session.ts'
import { useSession } from '../../../session/session-gate.tsx'
import { keyColumns } from './columns.tsx'
import { CreateKeyDialog } from './create-key-dialog.tsx'

export function KeysPage() {
  const tenant = useTenant()
  const mayChange = mayManageAccess(useSession())
  const [isCreating, setCreating] = useState(false)
  const [deleting, setDeleting] = useState<Key | undefined>()
  const list = useKeys(tenant)
  const columns = useMemo(() => keyColumns(mayChange ? setDeleting : undefined), [mayChange])
  const create = mayChange && (
    <Button kind="solid" icon={<Plus size={14} aria-hidden />} onClick={() => setCreating(true)}>
      Create a key
    </Button>
  )
  return (
    <>
      <Card title="Keys" aside={list.rows.length > 0 && create} isFlush>
        <PagedTable
          label="Keys"
          columns={columns}
          list={list}
          empty={
            <EmptyState title="No keys yet" actions={create}>
              A key lets a program call the API for this tenant only: to publish, to read, or to manage.
            </EmptyState>
          }
        />
      </Card>
      {isCreating && <CreateKeyDialog tenant={tenant} onClose={() => setCreating(false)} />}
      {deleting !== undefined && (
        <DeleteKeyDialog tenant={tenant} of={deleting} onClose={() => setDeleting(undefined)} />
      )}
    </>
  )
}

function DeleteKeyDialog({ tenant, of, onClose }: { tenant: string; of: Key; onClose: () => void }) {
  const client = useQueryClient()
  const toasts = useToasts()
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => deleteKey(tenant, of.id),
    onSuccess: async () => {
      toasts.succeeded('Key deleted', 'Requests with it are refused from now on.')
      onClose()
      await client.invalidateQueries({ queryKey: keysKey(tenant) })
    },
  })
  const name = of.description === '' ? of.id : `“${of.description}”`
  return (
    <ConfirmDialog
      title={`Delete the key ${name}?`}
      description="Programs that use it are refused from the next request on. Its sessions and portal links end, too."
      action="Delete the key"
      isBusy={isPending}
      problem={error?.message}
      onConfirm={() => mutate()}
      onClose={onClose}
    />
  )
}
