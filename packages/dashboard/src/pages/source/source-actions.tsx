import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Pencil, Power, ShieldQuestion, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button, buttonClasses } from '../../components/actions/button.tsx'
import { Dialog } from '../../components/overlays/dialog.tsx'
import { useToasts } from '../../components/overlays/toasts.tsx'
import { changeSource, deleteSource, type Source, sourceQuery } from '../../data/sources.ts'

/** Verify a request, edit, disable or enable, and delete. */
export function SourceActions({ tenant, source }: { tenant: string; source: Source }) {
  const { id, name, enabled } = source
  const client = useQueryClient()
  const navigate = useNavigate()
  const toasts = useToasts()
  const [isAsking, setAsking] = useState(false)
  const toggle = useMutation({
    mutationFn: () => changeSource(tenant, id, { enabled: !enabled }),
    onSuccess: (changed) => {
      client.setQueryData(sourceQuery(tenant, id).queryKey, changed)
      toasts.succeeded(
        changed.enabled ? 'Source enabled' : 'Source disabled',
        changed.enabled ? 'Its requests are accepted again.' : 'Its requests are rejected with 410.',
      )
    },
    onError: toasts.failed,
  })
  const remove = useMutation({
    mutationFn: () => deleteSource(tenant, id),
    onSuccess: () => {
      toasts.succeeded('Source deleted', name)
      void navigate({ to: '/t/$tenant/sources', params: { tenant } })
    },
    onError: toasts.failed,
    onSettled: () => setAsking(false),
  })
  return (
    <>
      <Link to="/t/$tenant/sources/$id/verify" params={{ tenant, id }} className={buttonClasses()}>
        <ShieldQuestion size={14} aria-hidden />
        Verify
      </Link>
      <Button
        icon={<Power size={14} aria-hidden />}
        isBusy={toggle.isPending}
        onClick={() => toggle.mutate()}
      >
        {enabled ? 'Disable' : 'Enable'}
      </Button>
      <Button kind="danger" icon={<Trash2 size={14} aria-hidden />} onClick={() => setAsking(true)}>
        Delete
      </Button>
      <Link to="/t/$tenant/sources/$id/edit" params={{ tenant, id }} className={buttonClasses('solid')}>
        <Pencil size={14} aria-hidden />
        Edit
      </Link>
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Delete the source ${name}?`}
        description="Its ingest URL returns 404 from then on, and its requests are no longer shown. The events that it made stay."
        actions={
          <>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button kind="danger" isBusy={remove.isPending} onClick={() => remove.mutate()}>
              Delete the source
            </Button>
          </>
        }
      />
    </>
  )
}
