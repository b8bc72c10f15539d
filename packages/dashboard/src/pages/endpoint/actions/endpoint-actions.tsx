import { useMutation, useQueryClient } from '@tanstack/react-query'
import { History, KeyRound, MoreHorizontal, Power, Send, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/actions/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../components/overlays/menu.tsx'
import { useToasts } from '../../../components/overlays/toasts.tsx'
import { switchEndpoint } from '../../../data/endpoints/endpoint-changes.ts'
import { type Endpoint, endpointQuery } from '../../../data/endpoints.ts'
import { TestDialog } from '../testing/test-dialog.tsx'
import { DeleteDialog } from './delete-dialog.tsx'
import { RecoverDialog } from './recover-dialog.tsx'
import { RotateDialog } from './rotate-dialog.tsx'

type DialogName = 'test' | 'recover' | 'rotate' | 'delete'

/** What a person may do with an endpoint. */
export function EndpointActions({ tenant, endpoint }: { tenant: string; endpoint: Endpoint }) {
  const [open, setOpen] = useState<DialogName | undefined>()
  const { setEnabled, isPending } = useSwitch(tenant, endpoint.id)
  const close = () => setOpen(undefined)
  const dialog = (name: DialogName) => ({ tenant, isOpen: open === name, onClose: close })
  const isActive = endpoint.status === 'active'
  return (
    <>
      {!isActive && (
        <Button
          kind="solid"
          icon={<Power size={14} aria-hidden />}
          isBusy={isPending}
          onClick={() => setEnabled(true)}
        >
          Enable
        </Button>
      )}
      <Button icon={<Send size={14} aria-hidden />} onClick={() => setOpen('test')}>
        Send a test
      </Button>
      <Menu
        trigger={
          <Button icon={<MoreHorizontal size={14} aria-hidden />} aria-label="More actions">
            More
          </Button>
        }
      >
        <MenuItem icon={<History size={14} aria-hidden />} onSelect={() => setOpen('recover')}>
          Recover…
        </MenuItem>
        <MenuItem icon={<KeyRound size={14} aria-hidden />} onSelect={() => setOpen('rotate')}>
          Rotate the secret…
        </MenuItem>
        <MenuSeparator />
        {isActive && (
          <MenuItem icon={<Power size={14} aria-hidden />} onSelect={() => setEnabled(false)}>
            Disable
          </MenuItem>
        )}
        <MenuItem icon={<Trash2 size={14} aria-hidden />} onSelect={() => setOpen('delete')}>
          Delete…
        </MenuItem>
      </Menu>
      <TestDialog {...dialog('test')} endpointId={endpoint.id} />
      <RecoverDialog {...dialog('recover')} endpoint={endpoint} />
      <RotateDialog {...dialog('rotate')} endpoint={endpoint} />
      <DeleteDialog {...dialog('delete')} endpoint={endpoint} />
    </>
  )
}

/** Enables and disables an endpoint. Nothing is lost by either, so it does not ask. */
function useSwitch(tenant: string, id: string) {
  const client = useQueryClient()
  const toasts = useToasts()
  const { mutate, isPending } = useMutation({
    mutationFn: (isEnabled: boolean) => switchEndpoint(tenant, id, isEnabled),
    onSuccess: async (endpoint) => {
      client.setQueryData(endpointQuery(tenant, id).queryKey, endpoint)
      if (endpoint.enabled) toasts.succeeded('Endpoint enabled', 'What waited for it is sent now.')
      else toasts.succeeded('Endpoint disabled', 'New events make no delivery to it; pending ones wait.')
      await client.invalidateQueries({ queryKey: [tenant, 'endpoints'] })
    },
    onError: toasts.failed,
  })
  return { setEnabled: mutate, isPending }
}
