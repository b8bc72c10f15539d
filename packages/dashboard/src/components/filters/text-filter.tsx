import { Popover } from '@base-ui/react/popover'
import { type FormEvent, useState } from 'react'
import { Button } from '../actions/button.tsx'
import { classes } from '../classes.ts'
import { INPUT } from '../forms/field.tsx'
import { FilterButton } from './filter-button.tsx'
import { textOfField } from './form-text.ts'

export interface TextFilterProps {
  label: string
  placeholder: string
  value: string | undefined
  /** Spaces belong to the value. */
  keepsSpaces?: boolean
  onChange: (value: string | undefined) => void
}

/** A typed value; several with commas between them. */
export function TextFilter({ label, placeholder, value, keepsSpaces = false, onChange }: TextFilterProps) {
  const [isOpen, setOpen] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const text = textOfField(event.currentTarget, 'value')
    const typed = keepsSpaces ? text.trim() : text.replaceAll(/\s+/g, '')
    onChange(typed === '' ? undefined : typed)
    setOpen(false)
  }
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger render={<FilterButton label={label} value={value} />} />
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" className="z-40 outline-none">
          <Popover.Popup
            aria-label={label}
            className="w-72 rounded-lg bg-surface p-3 text-ink shadow-float outline-none"
          >
            <form onSubmit={submit} className="flex gap-2">
              <input
                name="value"
                aria-label={label}
                placeholder={placeholder}
                defaultValue={value}
                spellCheck={false}
                className={classes(INPUT, 'h-8')}
              />
              <Button kind="solid" type="submit">
                Apply
              </Button>
            </form>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
