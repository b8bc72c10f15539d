import { X } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../../../components/actions/button.tsx'
import { formatBytes } from '../../../components/code/format-bytes.ts'
import { Field, TextInput } from '../../../components/forms/field.tsx'
import type { LinkFieldsProps } from './link-fields.tsx'

const BYTES_MAX = 32 * 1024

/** An image in place of the name of the tenant: it becomes a part of the link. */
export function LogoField({ draft, problem, onChange }: LinkFieldsProps) {
  const [tooLarge, setTooLarge] = useState<string>()
  const choose = (file: File | undefined) => {
    setTooLarge(undefined)
    if (file === undefined) return
    if (file.size > BYTES_MAX) return setTooLarge(`${file.name} has ${formatBytes(file.size)}.`)
    const reader = new FileReader()
    reader.onload = () => onChange({ logo: String(reader.result) })
    reader.readAsDataURL(file)
  }
  return (
    <Field
      label="Logo"
      error={tooLarge ?? problem.at('theme.logo')}
      description="PNG, JPEG or WebP of at most 32 KiB."
    >
      <span className="flex items-center gap-1.5">
        <TextInput
          type="file"
          accept="image/png,image/jpeg,image/webp"
          onChange={(event) => choose(event.target.files?.[0])}
          className="min-w-0 py-1.5 text-xs"
          // A file that was removed can be chosen again.
          key={draft.logo === '' ? 'none' : 'chosen'}
        />
        {draft.logo !== '' && (
          <IconButton label="Remove the logo" onClick={() => onChange({ logo: '' })}>
            <X size={14} aria-hidden />
          </IconButton>
        )}
      </span>
    </Field>
  )
}
