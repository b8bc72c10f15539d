import { JsonEditor } from '../../../components/code/json-editor.tsx'
import { Checkbox } from '../../../components/forms/checkbox.tsx'
import { Field } from '../../../components/forms/field.tsx'
import { FieldGroup } from '../../../components/forms/field-group.tsx'
import { SelectField } from '../../../components/forms/select-field.tsx'
import type { Endpoint } from '../../../data/endpoints.ts'
import { HeaderRows } from './header-rows.tsx'
import { Section } from './section.tsx'
import type { DraftFields } from './use-draft.ts'

const FORMATS = [
  { value: 'envelope', text: 'Envelope: id, type, timestamp and data' },
  { value: 'raw', text: 'Raw: the data only, as it was sent' },
] as const

const SCHEMES: { value: Endpoint['signatures'][number]; text: string; about: string }[] = [
  { value: 'standard', text: 'Standard Webhooks', about: 'webhook-signature: v1,… with the secret' },
  { value: 'ed25519', text: 'Ed25519', about: 'webhook-signature: v1a,… which a public key verifies' },
  { value: 'sha256', text: 'SHA-256 of the body', about: 'x-webhook-signature: sha256=… as GitHub does' },
]

export function RequestSection({
  draft,
  errors,
  set,
  initialMetadata,
}: DraftFields & { initialMetadata: string }) {
  const toggle = (scheme: Endpoint['signatures'][number], isChosen: boolean) => {
    const others = draft.signatures.filter((other) => other !== scheme)
    set('signatures', isChosen ? [...others, scheme] : others)
  }
  return (
    <Section title="Request" about="What is sent, how it is signed, and what you note about this endpoint.">
      <Field label="Body" error={errors.payloadFormat}>
        <SelectField
          value={draft.payloadFormat}
          options={FORMATS}
          onChange={(value) => set('payloadFormat', value)}
        />
      </Field>
      <FieldGroup label="Signatures" error={errors.signatures}>
        <div className="space-y-2.5">
          {SCHEMES.map(({ value, text, about }) => (
            <Checkbox
              key={value}
              label={text}
              description={<span className="font-mono text-2xs">{about}</span>}
              isChecked={draft.signatures.includes(value)}
              onChange={(isChosen) => toggle(value, isChosen)}
            />
          ))}
        </div>
      </FieldGroup>
      <FieldGroup
        label="Custom headers"
        description="Values are stored encrypted and never shown again."
        error={errors.headers}
      >
        <HeaderRows rows={draft.headers} onChange={(rows) => set('headers', rows)} />
      </FieldGroup>
      <FieldGroup label="Metadata" description="A JSON object of your own; Posthorn does not use it.">
        <JsonEditor
          label="Metadata"
          initial={initialMetadata}
          onChange={(text) => set('metadata', text)}
          isShort
          error={errors.metadata}
        />
      </FieldGroup>
    </Section>
  )
}
