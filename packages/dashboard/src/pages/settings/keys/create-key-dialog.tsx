import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../../components/actions/button.tsx'
import { ShownOnce } from '../../../components/display/shown-once.tsx'
import { fromTimeInput } from '../../../components/filters/time-input.ts'
import { Field, TextInput } from '../../../components/forms/field.tsx'
import { formProblemOf } from '../../../components/forms/form-problem.ts'
import { SelectField } from '../../../components/forms/select-field.tsx'
import { Dialog } from '../../../components/overlays/dialog.tsx'
import { FormDialog } from '../../../components/overlays/form-dialog.tsx'
import { createKey, type KeyCreate, keysKey } from '../../../data/managing/keys.ts'
import { usePreferences } from '../../../preferences/preferences.ts'

const ROLES: { value: KeyCreate['role']; text: string }[] = [
  { value: 'publish', text: 'Publish – send events, nothing else' },
  { value: 'read', text: 'Read – see everything, change nothing' },
  { value: 'manage', text: 'Manage – everything in this tenant' },
]
const FIELDS = ['role', 'description', 'expiresAt', 'rateLimitPerSecond']

/** Creates a key, then shows it: the API never does again. */
export function CreateKeyDialog({ tenant, onClose }: { tenant: string; onClose: () => void }) {
  const { timeZone } = usePreferences()
  const client = useQueryClient()
  const [role, setRole] = useState<KeyCreate['role']>('publish')
  const [description, setDescription] = useState('')
  const [expires, setExpires] = useState('')
  const [limit, setLimit] = useState('')
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: () => {
      const expiresAt = fromTimeInput(expires, timeZone)
      return createKey(tenant, {
        role,
        description,
        ...(expiresAt === undefined ? {} : { expiresAt }),
        ...(limit === '' ? {} : { rateLimitPerSecond: Number(limit) }),
      })
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keysKey(tenant) }),
  })
  if (data !== undefined) {
    return (
      <Dialog isOpen onClose={onClose} title="Key created" actions={<Button onClick={onClose}>Done</Button>}>
        <ShownOnce label="Key" value={data.key}>
          Copy the key now. Posthorn keeps only its hash and cannot show it again.
        </ShownOnce>
      </Dialog>
    )
  }
  const problem = formProblemOf(error, FIELDS)
  return (
    <FormDialog
      title="Create a key"
      description="For a program of yours. It sees this tenant only."
      submitLabel="Create"
      isSending={isPending}
      onSubmit={mutate}
      onClose={onClose}
      alert={problem.other}
    >
      <Field label="Description" error={problem.at('description')} description="Where it is used.">
        <TextInput
          value={description}
          onValueChange={setDescription}
          placeholder="The shop"
          maxLength={500}
          autoFocus
        />
      </Field>
      <Field label="Role" error={problem.at('role')}>
        <SelectField value={role} options={ROLES} onChange={setRole} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Expires"
          error={problem.at('expiresAt')}
          description={`Empty: never. In ${timeZone === 'utc' ? 'UTC' : 'local time'}.`}
        >
          <TextInput type="datetime-local" value={expires} onValueChange={setExpires} />
        </Field>
        <Field
          label="Requests per second"
          error={problem.at('rateLimitPerSecond')}
          description="Empty: the default limit."
        >
          <TextInput type="number" min={1} max={10_000} value={limit} onValueChange={setLimit} />
        </Field>
      </div>
    </FormDialog>
  )
}
