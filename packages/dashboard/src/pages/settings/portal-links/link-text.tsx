import { Field, TextInput } from '../../../components/forms/field.tsx'
import type { LinkFieldsProps } from './link-fields-props.ts'

export interface LinkTextProps extends LinkFieldsProps {
  name: 'next' | 'refreshUrl' | 'actorId' | 'actorName'
  /** Of the field in the API's problems. */
  path: string
  label: string
  description?: string
  placeholder: string
  type?: 'url'
  className?: string
}

/** A line of text of a portal link. */
export function LinkText({
  draft,
  problem,
  onChange,
  name,
  path,
  label,
  description,
  ...input
}: LinkTextProps) {
  return (
    <Field label={label} error={problem.at(path)} {...(description !== undefined && { description })}>
      <TextInput
        {...input}
        value={draft[name]}
        onValueChange={(text) => onChange({ [name]: text })}
        spellCheck={false}
      />
    </Field>
  )
}
