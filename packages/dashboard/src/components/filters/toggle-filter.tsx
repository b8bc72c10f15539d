import { Check } from 'lucide-react'
import { classes } from '../classes.ts'

export interface ToggleFilterProps {
  label: string
  /** As in the URL. */
  value: string | undefined
  onChange: (value: string | undefined) => void
}

/** A filter that is on or off. */
export function ToggleFilter({ label, value, onChange }: ToggleFilterProps) {
  const isOn = value === 'true'
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={() => onChange(isOn ? undefined : 'true')}
      className={classes(
        'inline-flex h-8 items-center gap-1.5 rounded-md border border-line-strong px-2.5 text-sm shadow-card hover:bg-hover',
        isOn ? 'bg-surface font-medium' : 'border-dashed text-muted hover:text-ink',
      )}
    >
      {isOn && <Check size={13} aria-hidden />}
      {label}
    </button>
  )
}
