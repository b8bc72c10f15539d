import { X } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../../../components/actions/button.tsx'
import { formatBytes } from '../../../components/code/format-bytes.ts'
import { Field, TextInput } from '../../../components/forms/field.tsx'
import type { LinkFieldsProps } from './link-fields-props.ts'

const BYTES_MAX = 32 * 1024

/** An image in place of the name of the tenant: it becomes a part of the link. */
export function LogoField({ draft, problem, onChange }: LinkFieldsProps) {
  const [tooLarge, setTooLarge] = useState<string>()
  const [removals, setRemovals] = useState(0)
  const choose = (file: File | undefined) => {
    setTooLarge(undefined)
    if (file === undefined) return
    if (file.size > BYTES_MAX) return setTooLarge(`${file.name} has ${formatBytes(file.size)}.`)
    const reader = new FileReader()
    reader.addEventListener('load', () => {
      if (typeof reader.result === 'string') onChange({ logo: reader.result })
    })
    reader.readAsDataURL(file)
  }
  const remove = () => {
    setRemovals((count) => count + 1)
    onChange({ logo: '' })
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
          // The browser empties no file input.
          key={removals}
        />
        {draft.logo !== '' && (
          <IconButton label="Remove the logo" onClick={remove}>
            <X size={14} aria-hidden />
          </IconButton>
        )}
      </span>
    </Field>
  )
}
