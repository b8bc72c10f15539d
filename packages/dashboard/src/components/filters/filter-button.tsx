import { ChevronDown } from 'lucide-react'
import type { ButtonHTMLAttributes } from 'react'
import { classes } from '../classes.ts'

export interface FilterButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  label: string
  /** What it is set to; undefined: it filters nothing. */
  value: string | undefined
}

/** Opens the choices of a filter, and says what is chosen. */
export function FilterButton({ label, value, className, ...rest }: FilterButtonProps) {
  const isSet = value !== undefined
  return (
    <button
      type="button"
      {...rest}
      className={classes(
        'inline-flex h-8 max-w-72 items-center gap-1.5 rounded-md border px-2.5 text-sm shadow-card',
        isSet
          ? 'border-line-strong bg-surface'
          : 'border-dashed border-line-strong text-muted hover:text-ink',
        'hover:bg-hover',
        className,
      )}
    >
      <span className={isSet ? 'text-faint' : ''}>{label}</span>
      {isSet && <span className="truncate font-medium">{value}</span>}
      <ChevronDown size={13} aria-hidden className="shrink-0 text-faint" />
    </button>
  )
}
