import { Field, TextInput } from '../../components/forms/field.tsx'
import { SelectField } from '../../components/forms/select-field.tsx'
import { TextArea } from '../../components/forms/text-area.tsx'
import type { Provider } from '../../data/providers.ts'
import type { Source } from '../../data/sources.ts'
import { FormCard } from './form-card.tsx'
import type { FieldsProps } from './source-fields.tsx'

const DUPLICATES: Record<Provider['duplicateDetection'], (title: string) => string> = {
  'signed-id': (title) => `${title} signs its ids, so ids are enough.`,
  'unsigned-id': (title) =>
    `${title} does not sign its ids: with bodies as well, a replay under another id is found, and an event with the same body is dropped.`,
  body: (title) => `${title} sends no ids, so duplicates are always found by body.`,
}
const DEDUPE_BY: readonly { value: Source['dedupeBy']; text: string }[] = [
  { value: 'id', text: 'By id' },
  { value: 'id-or-body', text: 'By id, or by body' },
]

/** How old a request may be, and what makes it a duplicate. */
export function VerificationFields({ draft, provider, errorAt, onChange }: FieldsProps) {
  return (
    <>
      <FormCard title="Time and duplicates" about="The defaults fit the provider.">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label="Tolerated clock difference, seconds"
            description="Between the signed time and the arrival."
            error={errorAt('toleranceSeconds')}
          >
            <TextInput
              name="toleranceSeconds"
              inputMode="numeric"
              placeholder="300"
              value={draft.toleranceSeconds}
              onValueChange={(value) => onChange({ toleranceSeconds: value })}
            />
          </Field>
          <Field
            label="Duplicates are known for, seconds"
            description="At least a day: 86400."
            error={errorAt('dedupeWindowSeconds')}
          >
            <TextInput
              name="dedupeWindowSeconds"
              inputMode="numeric"
              placeholder="2592000"
              value={draft.dedupeWindowSeconds}
              onValueChange={(value) => onChange({ dedupeWindowSeconds: value })}
            />
          </Field>
        </div>
        <Field
          label="Duplicates are found"
          description={DUPLICATES[provider.duplicateDetection](provider.title)}
          error={errorAt('dedupeBy')}
        >
          <SelectField
            value={draft.dedupeBy}
            options={DEDUPE_BY}
            onChange={(dedupeBy) => onChange({ dedupeBy })}
          />
        </Field>
      </FormCard>
      <FormCard title="Metadata" about="Your own notes, as a JSON object of texts.">
        <Field label="Metadata (optional)" error={errorAt('metadata')}>
          <TextArea
            name="metadata"
            spellCheck={false}
            placeholder={'{ "team": "billing" }'}
            value={draft.metadata}
            onValueChange={(value) => onChange({ metadata: value })}
            className="font-mono"
          />
        </Field>
      </FormCard>
    </>
  )
}
