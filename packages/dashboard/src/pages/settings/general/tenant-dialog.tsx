import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Field, TextInput } from '../../../components/forms/field.tsx'
import { formProblemOf } from '../../../components/forms/form-problem.ts'
import { Switch } from '../../../components/forms/switch.tsx'
import { TextArea } from '../../../components/forms/text-area.tsx'
import { FormDialog } from '../../../components/overlays/form-dialog.tsx'
import { useToasts } from '../../../components/overlays/toasts.tsx'
import { saveTenant, type Tenant, tenantQuery, tenantsKey } from '../../../data/managing/tenants.ts'
import { metadataOf, metadataText } from './metadata-text.ts'

const FIELDS = ['tenant', 'name', 'metadata', 'retentionDays', 'strictEventTypes', 'portalOrigins']
const ID = '[A-Za-z0-9][A-Za-z0-9._\\-]{0,63}'

export interface TenantDialogProps {
  /** Undefined: a new one. */
  tenant?: Tenant
  onClose: () => void
  onCreated?: (id: string) => void
}

/** Creates or edits a tenant. */
export function TenantDialog({ tenant, onClose, onCreated }: TenantDialogProps) {
  const client = useQueryClient()
  const toasts = useToasts()
  const [id, setId] = useState(tenant?.id ?? '')
  const [name, setName] = useState(tenant?.name ?? '')
  const [retention, setRetention] = useState(String(tenant?.retentionDays ?? ''))
  const [isStrict, setStrict] = useState(tenant?.strictEventTypes ?? false)
  const [origins, setOrigins] = useState(tenant?.portalOrigins.join('\n') ?? '')
  const [metadata, setMetadata] = useState(metadataText(tenant?.metadata ?? {}))
  const parsed = metadataOf(metadata)
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      saveTenant(id, {
        name: name.trim() === '' ? null : name.trim(),
        metadata: parsed ?? {},
        strictEventTypes: isStrict,
        retentionDays: retention === '' ? null : Number(retention),
        portalOrigins: origins.split(/\s+/).filter((origin) => origin !== ''),
      }),
    onSuccess: async () => {
      toasts.succeeded(tenant === undefined ? 'Tenant created' : 'Tenant saved')
      onClose()
      await Promise.all([
        client.invalidateQueries({ queryKey: tenantQuery(id).queryKey }),
        client.invalidateQueries({ queryKey: tenantsKey }),
      ])
      if (tenant === undefined) onCreated?.(id)
    },
  })
  const problem = formProblemOf(error, FIELDS)
  return (
    <FormDialog
      title={tenant === undefined ? 'Create a tenant' : `Edit ${tenant.id}`}
      description="A tenant owns endpoints, sources and events; nothing crosses tenants."
      submitLabel={tenant === undefined ? 'Create' : 'Save'}
      isSending={isPending}
      onSubmit={() => parsed !== undefined && mutate()}
      onClose={onClose}
      alert={problem.other}
    >
      {tenant === undefined && (
        <Field
          label="Id"
          error={problem.at('tenant')}
          description="In every path of the API, for ever. Letters, digits, dots, dashes and underscores."
        >
          <TextInput
            value={id}
            onValueChange={setId}
            placeholder="acme"
            pattern={ID}
            title="Begins with a letter or digit, then at most 63 letters, digits, dots, dashes or underscores"
            autoComplete="off"
            spellCheck={false}
            required
            autoFocus
            className="font-mono"
          />
        </Field>
      )}
      <Field label="Name" error={problem.at('name')}>
        <TextInput value={name} onValueChange={setName} placeholder="Acme Ltd." maxLength={200} />
      </Field>
      <Field
        label="Days to keep payloads"
        error={problem.at('retentionDays')}
        description="The data of events, and headers and bodies of attempts. Empty: as long as the records."
      >
        <TextInput type="number" min={1} max={36_500} value={retention} onValueChange={setRetention} />
      </Field>
      <Switch
        label="Only event types of the catalogue"
        description="Events of other types are refused."
        isOn={isStrict}
        onChange={setStrict}
      />
      <Field
        label="Origins that may frame its portals"
        error={problem.at('portalOrigins')}
        description="One on each line, for links without origins of their own. Empty: those of PORTAL_FRAME_ANCESTORS."
      >
        <TextArea
          value={origins}
          onValueChange={setOrigins}
          placeholder="https://app.example.com"
          rows={2}
          className="font-mono text-xs"
        />
      </Field>
      <Field
        label="Metadata"
        error={parsed === undefined ? 'This is not a JSON object.' : problem.at('metadata')}
        description="A JSON object of yours, such as { &quot;plan&quot;: &quot;pro&quot; }."
      >
        <TextArea value={metadata} onValueChange={setMetadata} className="font-mono text-xs" />
      </Field>
    </FormDialog>
  )
}
