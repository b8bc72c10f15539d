import { X } from 'lucide-react'
import { IconButton } from '../../../components/actions/button.tsx'
import { Field, TextInput } from '../../../components/forms/field.tsx'
import { SelectField } from '../../../components/forms/select-field.tsx'
import type { LinkDraft } from './link-draft.ts'
import type { LinkFieldsProps } from './link-fields-props.ts'
import { LogoField } from './logo-field.tsx'

const MODES: { value: LinkDraft['mode']; text: string }[] = [
  { value: '', text: 'As the device of the user' },
  { value: 'light', text: 'Light' },
  { value: 'dark', text: 'Dark' },
]
const FONTS: { value: LinkDraft['font']; text: string }[] = [
  { value: '', text: 'As here' },
  { value: 'system', text: 'System' },
  { value: 'sans', text: 'Sans-serif' },
  { value: 'serif', text: 'Serif' },
  { value: 'mono', text: 'Monospaced' },
  { value: 'rounded', text: 'Rounded' },
  { value: 'humanist', text: 'Humanist' },
]
const UNSET_COLOUR = '#1d1f22'

/** How the portal looks. */
export function ThemeFields({ draft, problem, onChange }: LinkFieldsProps) {
  return (
    <fieldset className="grid gap-4 sm:grid-cols-2">
      <legend className="mb-3 text-sm font-semibold">Theme</legend>
      <Field label="Mode">
        <SelectField value={draft.mode} options={MODES} onChange={(mode) => onChange({ mode })} />
      </Field>
      <Field label="Font">
        <SelectField value={draft.font} options={FONTS} onChange={(font) => onChange({ font })} />
      </Field>
      <Field
        label="Main colour"
        error={problem.at('theme.primary')}
        description="Changed where it could not be read."
      >
        <span className="flex items-center gap-1.5">
          <TextInput
            type="color"
            value={draft.primary === '' ? UNSET_COLOUR : draft.primary}
            onValueChange={(primary) => onChange({ primary })}
            className="w-12! px-1"
          />
          <span className="flex-1 font-mono text-xs text-muted">
            {draft.primary === '' ? 'as here' : draft.primary}
          </span>
          {draft.primary !== '' && (
            <IconButton label="Remove the main colour" onClick={() => onChange({ primary: '' })}>
              <X size={14} aria-hidden />
            </IconButton>
          )}
        </span>
      </Field>
      <Field label="Radius of corners" error={problem.at('theme.radius')} description="0 to 24 pixels.">
        <TextInput
          type="number"
          min={0}
          max={24}
          value={draft.radius}
          onValueChange={(radius) => onChange({ radius })}
        />
      </Field>
      <LogoField draft={draft} problem={problem} onChange={onChange} />
    </fieldset>
  )
}
