import { Field, TextInput } from '../../../components/forms/field.tsx'
import { Section } from './section.tsx'
import type { DraftFields } from './use-draft.ts'

export function DestinationSection({ draft, errors, set, isNew }: DraftFields & { isNew: boolean }) {
  return (
    <Section title="Destination" about="Where events are sent.">
      <Field
        label="URL"
        error={errors.url}
        {...(isNew
          ? {}
          : {
              description:
                'With another host, custom headers whose values you do not type again are removed.',
            })}
      >
        <TextInput
          type="text"
          inputMode="url"
          placeholder="https://example.com/webhooks"
          spellCheck={false}
          autoComplete="off"
          value={draft.url}
          onChange={(event) => set('url', event.target.value)}
          className="font-mono text-xs"
        />
      </Field>
      <Field label="Description" error={errors.description}>
        <TextInput
          placeholder="What this endpoint is for"
          value={draft.description}
          onChange={(event) => set('description', event.target.value)}
        />
      </Field>
    </Section>
  )
}
