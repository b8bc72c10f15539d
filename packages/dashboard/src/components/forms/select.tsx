import { classes } from '../classes.ts'
import { type Option, Options, SelectArrow } from './options.tsx'

export interface SelectProps<Value extends string> {
  label: string
  value: Value
  options: readonly Option<Value>[]
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
        <Options options={options} />
      </select>
      <SelectArrow />
    </span>
  )
}
