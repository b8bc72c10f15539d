import { ChevronDown } from 'lucide-react'
import { classes } from '../classes.ts'

export interface SelectProps<Value extends string> {
  label: string
  value: Value
  options: readonly { value: Value; text: string }[]
  onChange: (value: Value) => void
  className?: string
}

/** A choice of one: the control of the browser, which works with every keyboard and on every phone. */
export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
  className,
}: SelectProps<Value>) {
  return (
    <span className={classes('relative inline-flex', className)}>
      <select
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value as Value)}
        className="h-8 w-full appearance-none rounded-md border border-line-strong bg-surface pr-7 pl-2.5 text-sm text-ink shadow-card hover:bg-hover"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
      <ChevronDown
        size={14}
        aria-hidden
        className="pointer-events-none absolute top-2.25 right-2 text-faint"
      />
    </span>
  )
}
