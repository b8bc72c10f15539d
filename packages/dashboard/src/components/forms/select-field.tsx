import { Field as Base } from '@base-ui/react/field'
import { ChevronDown } from 'lucide-react'
import { classes } from '../classes.ts'
import { INPUT } from './field.tsx'

export interface SelectFieldProps<Value extends string> {
  value: Value
  options: readonly { value: Value; text: string }[]
  onChange: (value: Value) => void
}

/** A choice of one, within a `Field`. */
export function SelectField<Value extends string>({ value, options, onChange }: SelectFieldProps<Value>) {
  return (
    <span className="relative block">
      <Base.Control
        value={value}
        onValueChange={(chosen) => onChange(chosen as Value)}
        render={
          <select>
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.text}
              </option>
            ))}
          </select>
        }
        className={classes(INPUT, 'h-9 appearance-none pr-8')}
      />
      <ChevronDown
        size={14}
        aria-hidden
        className="pointer-events-none absolute top-2.75 right-2.5 text-faint"
      />
    </span>
  )
}
