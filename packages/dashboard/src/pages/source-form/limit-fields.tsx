import { Button } from '../../components/actions/button.tsx'
import { Field, TextInput } from '../../components/forms/field.tsx'
import { TextArea } from '../../components/forms/text-area.tsx'
import { FormCard } from './form-card.tsx'
import type { FieldsProps } from './source-fields.tsx'

/** What the source accepts at most. */
export function LimitFields({ draft, provider, errorAt, onChange }: FieldsProps) {
  const { addresses, name, title } = provider
  const hasPreset = draft.allowCidrs.split(/[\s,]+/).includes(name)
  return (
    <FormCard title="Limits" about="Requests over a limit are refused, and shown as rejected.">
      <Field
        label="Allowed addresses"
        description="Ranges of IPv4 and IPv6, one a line. Empty: any address."
        error={errorAt('allowCidrs')}
      >
        <TextArea
          name="allowCidrs"
          spellCheck={false}
          placeholder="203.0.113.0/24"
          value={draft.allowCidrs}
          onValueChange={(value) => onChange({ allowCidrs: value })}
          className="font-mono"
        />
      </Field>
      {addresses !== null && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
          <Button
            size="small"
            disabled={hasPreset}
            onClick={() => onChange({ allowCidrs: `${draft.allowCidrs.trimEnd()}\n${name}`.trimStart() })}
          >
            Only from {title}
          </Button>
          <span>
            <code className="font-mono">{name}</code> stands for the {addresses.cidrs.length} ranges that{' '}
            <a href={addresses.page} target="_blank" rel="noreferrer" className="underline hover:text-ink">
              {title} publishes
            </a>
            , as of {addresses.asOf}.
          </span>
        </p>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Requests a second" description="Empty: no limit." error={errorAt('rateLimitPerSecond')}>
          <TextInput
            name="rateLimitPerSecond"
            inputMode="numeric"
            value={draft.rateLimitPerSecond}
            onValueChange={(value) => onChange({ rateLimitPerSecond: value })}
          />
        </Field>
        <Field
          label="Size of a body, bytes"
          description="Empty: the limit of the ingest service."
          error={errorAt('bodyMaxBytes')}
        >
          <TextInput
            name="bodyMaxBytes"
            inputMode="numeric"
            value={draft.bodyMaxBytes}
            onValueChange={(value) => onChange({ bodyMaxBytes: value })}
          />
        </Field>
      </div>
    </FormCard>
  )
}
