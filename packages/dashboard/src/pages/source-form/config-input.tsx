import { InlineCode } from '../../components/display/inline-code.tsx'
import { Field, TextInput } from '../../components/forms/field.tsx'
import { SelectField } from '../../components/forms/select-field.tsx'
import { TextArea } from '../../components/forms/text-area.tsx'
import type { ConfigField } from './config-fields.ts'

export interface ConfigInputProps {
  field: ConfigField
  text: string
  error: string | undefined
  onChange: (text: string) => void
}

/** One member of the config of a provider. */
export function ConfigInput({ field, text, error, onChange }: ConfigInputProps) {
  const { title, isRequired, description } = field
  return (
    <Field
      label={isRequired ? title : `${title} (optional)`}
      description={description === undefined ? undefined : <InlineCode text={description} />}
      error={error}
    >
      <Control field={field} text={text} onChange={onChange} />
    </Field>
  )
}

function Control({ field, text, onChange }: Omit<ConfigInputProps, 'error'>) {
  const { name, control, fallback, isRequired } = field
  const shared = {
    name: `config.${name}`,
    value: text,
    onValueChange: (value: string) => onChange(value),
    ...(fallback === undefined ? {} : { placeholder: fallback }),
    spellCheck: false,
    required: isRequired,
  }
  switch (control.kind) {
    case 'text':
      // The type of a URL is a hint for keyboards of phones: the API says what is wrong with it.
      return (
        <TextInput {...shared} inputMode={control.type} maxLength={control.lengthMax} className="font-mono" />
      )
    case 'number':
      return <TextInput {...shared} inputMode={control.isInteger ? 'numeric' : 'decimal'} />
    case 'boolean':
      return (
        <SelectField
          options={optionsOf(field, ['true', 'false'])}
          value={text === fallback ? '' : text}
          onChange={onChange}
        />
      )
    case 'choice':
      return (
        <SelectField
          options={optionsOf(field, control.options)}
          value={text === fallback ? '' : text}
          onChange={onChange}
        />
      )
    case 'json':
      return <TextArea {...shared} className="font-mono" />
  }
}

/** The options of a choice; the first one stands for the default, or for no value. */
function optionsOf({ fallback, isRequired }: ConfigField, options: readonly string[]) {
  const first = fallback === undefined ? (isRequired ? 'Choose' : 'None') : `${visible(fallback)} (default)`
  return [
    { value: '', text: first },
    ...options.filter((one) => one !== fallback).map((value) => ({ value, text: visible(value) })),
  ]
}

/** A space is an option as well. */
function visible(option: string): string {
  return option === ' ' ? 'space' : option
}
