import { Field as Base } from '@base-ui/react/field'
import { ChevronDown } from 'lucide-react'
import { classes } from '../classes.ts'
import { INPUT } from './field.tsx'

export interface ChoiceInputProps<Value extends string> {
  name?: string
  value: Value
  options: readonly { value: Value; text: string }[]
  onChange: (value: Value) => void
}

/** A choice of one, within a `Field`: the control of the browser. */
export function ChoiceInput<Value extends string>({
  name,
  value,
  options,
  onChange,
}: ChoiceInputProps<Value>) {
  return (
    <span className="relative block">
      <Base.Control
        name={name}
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
