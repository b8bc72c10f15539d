import type { ReactNode } from 'react'
import { classes } from '../classes.ts'

export interface CheckboxProps {
  label: ReactNode
  description?: ReactNode
  isChecked: boolean
  isDisabled?: boolean
  onChange: (isChecked: boolean) => void
}

/** A choice of yes or no, with its label beside it. */
export function Checkbox({ label, description, isChecked, isDisabled = false, onChange }: CheckboxProps) {
  return (
    <label
      className={classes('flex items-start gap-2.5 text-sm', isDisabled ? 'text-faint' : 'cursor-pointer')}
    >
      <input
        type="checkbox"
        checked={isChecked}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.75 size-3.5 shrink-0 accent-accent"
      />
      <span className="min-w-0">
        {label}
        {description !== undefined && <span className="block text-xs text-muted">{description}</span>}
      </span>
    </label>
  )
}
