import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../../components/actions/button.tsx'
import { Field } from '../../../components/forms/field.tsx'
import { SelectField } from '../../../components/forms/select-field.tsx'
import { Dialog } from '../../../components/overlays/dialog.tsx'
import { rotateSecret } from '../../../data/endpoints/endpoint-changes.ts'
import { endpointQuery } from '../../../data/endpoints.ts'
import { problemOf } from '../../../data/problem.ts'
import { SecretOnce } from '../secret-once.tsx'
import type { ActionDialogProps } from './action-dialog.ts'
import { GraceNotice } from './grace-notice.tsx'

const GRACES = [
  { value: '86400', text: 'For a day' },
  { value: '3600', text: 'For an hour' },
  { value: '604800', text: 'For a week' },
  { value: '0', text: 'Not at all: it has leaked' },
] as const
type Grace = (typeof GRACES)[number]['value']

/** Gives the endpoint a new secret, which is shown until the dialog is closed. */
export function RotateDialog(props: ActionDialogProps) {
  const { isOpen, onClose } = props
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Rotate the secret"
      description="Old and new secrets both sign until the grace period ends, so that no delivery is refused meanwhile."
    >
      <Rotation {...props} />
    </Dialog>
  )
}

/** Mounted while the dialog is open: the secret is kept nowhere else. */
function Rotation({ tenant, endpoint, onClose }: ActionDialogProps) {
  const client = useQueryClient()
  const [grace, setGrace] = useState<Grace>('86400')
  const { data, error, mutate, isPending } = useMutation({
    mutationFn: () => rotateSecret(tenant, endpoint.id, Number(grace)),
    onSuccess: ({ secret: _secret, ...rotated }) =>
      client.setQueryData(endpointQuery(tenant, endpoint.id).queryKey, rotated),
    gcTime: 0,
  })
  if (data !== undefined) {
    return (
      <div className="space-y-4">
        <SecretOnce secret={data.secret} />
        <GraceNotice endpoint={data} />
        <div className="flex justify-end">
          <Button kind="solid" onClick={onClose}>
            I have copied it
          </Button>
        </div>
      </div>
    )
  }
  return (
    <div className="space-y-4">
      <GraceNotice endpoint={endpoint} />
      <Field
        label="The present secret keeps signing"
        error={error === null ? undefined : problemOf(error).message}
      >
        <SelectField value={grace} options={GRACES} onChange={setGrace} />
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="solid" isBusy={isPending} onClick={() => mutate()}>
          Rotate
        </Button>
      </div>
    </div>
  )
}
