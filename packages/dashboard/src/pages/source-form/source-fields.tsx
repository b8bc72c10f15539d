import { Button } from '../../components/actions/button.tsx'
import { classes } from '../../components/classes.ts'
import { InlineCode } from '../../components/display/inline-code.tsx'
import { Field, TextInput } from '../../components/forms/field.tsx'
import type { Provider } from '../../data/providers.ts'
import { configFieldsOf } from './config-fields.ts'
import { ConfigInput } from './config-input.tsx'
import { FormCard } from './form-card.tsx'
import { SecretsInput } from './secrets-input.tsx'
import type { SourceDraft } from './source-draft.ts'

/** Number of fields from which on they are in two columns. */
const MANY_FIELDS = 4

export interface FieldsProps {
  draft: SourceDraft
  provider: Provider
  errorAt: (path: string) => string | undefined
  onChange: (change: Partial<SourceDraft>) => void
}

/** What every source has, and what its provider needs. */
export function SourceFields({ draft, provider, errorAt, onChange }: FieldsProps) {
  const fields = configFieldsOf(provider)
  const prefix = draft.eventTypePrefix
  return (
    <>
      <FormCard
        title="Source"
        about="A provider can have several sources: one for each account, or for test and live mode."
      >
        <Field label="Name" description="Lower-case letters, digits and dashes." error={errorAt('name')}>
          <TextInput
            name="name"
            required
            spellCheck={false}
            value={draft.name}
            onValueChange={(value) => onChange({ name: value })}
          />
        </Field>
        <Field
          label="Prefix of event types"
          description={
            <>
              Events have types like{' '}
              <code className="font-mono">{prefix === '' ? 'invoice.paid' : `${prefix}.invoice.paid`}</code>
              {'.'}
            </>
          }
          error={errorAt('eventTypePrefix')}
        >
          <TextInput
            name="eventTypePrefix"
            spellCheck={false}
            value={prefix}
            onValueChange={(value) => onChange({ eventTypePrefix: value })}
          />
        </Field>
      </FormCard>
      {(provider.secret !== null || provider.publicKey !== null) && (
        <KeyFields draft={draft} provider={provider} errorAt={errorAt} onChange={onChange} />
      )}
      {fields.length > 0 && (
        <FormCard title={provider.title} about="What this provider needs beyond its keys.">
          <div className={classes('grid gap-4', fields.length >= MANY_FIELDS && 'sm:grid-cols-2')}>
            {fields.map((field) => (
              <ConfigInput
                key={field.name}
                field={field}
                text={draft.config[field.name] ?? ''}
                error={errorAt(`config.${field.name}`)}
                onChange={(text) => onChange({ config: { ...draft.config, [field.name]: text } })}
              />
            ))}
          </div>
        </FormCard>
      )}
    </>
  )
}

/** Secrets are never shown again: of a source that exists, they are replaced or stay. */
function KeyFields({ draft, provider: { secret, publicKey }, errorAt, onChange }: FieldsProps) {
  return (
    <FormCard
      title="Verification"
      about="Only requests that are signed with these are accepted. Secrets are stored encrypted, and never shown again."
    >
      {secret !== null && draft.secrets.length === 0 && (
        <div className="space-y-1.5">
          <p className="text-sm font-medium">{secret.label}</p>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Button size="small" onClick={() => onChange({ secrets: [''] })}>
              Replace the secrets
            </Button>
            <span className="text-xs text-muted">The present ones stay otherwise.</span>
          </div>
        </div>
      )}
      {secret !== null && draft.secrets.length > 0 && (
        <SecretsInput
          form={secret}
          secrets={draft.secrets}
          errorAt={errorAt}
          onChange={(secrets) => onChange({ secrets })}
        />
      )}
      {publicKey !== null && (
        <Field
          label={secret === null ? publicKey.label : `${publicKey.label} (optional)`}
          description={<InlineCode text={publicKey.description} />}
          error={errorAt('publicKey')}
        >
          <TextInput
            name="publicKey"
            spellCheck={false}
            placeholder={publicKey.example}
            value={draft.publicKey}
            onValueChange={(value) => onChange({ publicKey: value })}
            className="font-mono"
          />
        </Field>
      )}
    </FormCard>
  )
}
