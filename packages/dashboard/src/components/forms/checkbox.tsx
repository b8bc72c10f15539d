import type { ReactNode } from 'react'

export interface CheckboxProps {
  label: ReactNode
  description?: ReactNode
  isChecked: boolean
  onChange: (isChecked: boolean) => void
}

/** A choice of yes or no, with its label beside it. */
export function Checkbox({ label, description, isChecked, onChange }: CheckboxProps) {
  return (
    <label className="flex cursor-pointer items-start gap-2.5 text-sm">
      <input
        type="checkbox"
        checked={isChecked}
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
