import { Field as Base } from '@base-ui/react/field'
import { classes } from '../classes.ts'
import { INPUT } from './field.tsx'
import { type Option, Options, SelectArrow } from './options.tsx'

export interface SelectFieldProps<Value extends string> {
  value: Value
  options: readonly Option<Value>[]
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
            <Options options={options} />
          </select>
        }
        className={classes(INPUT, 'h-9 appearance-none pr-8')}
      />
      <SelectArrow />
    </span>
  )
}
