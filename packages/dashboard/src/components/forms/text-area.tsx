import { Field as Base } from '@base-ui/react/field'
import { classes } from '../classes.ts'
import { INPUT } from './field.tsx'

export interface TextAreaProps {
  value: string
  onChange: (value: string) => void
  rows?: number
  placeholder?: string
  maxLength?: number
  /** For names, lists of URLs and code. */
  isMono?: boolean
}

/** Several lines of text, within a `Field`. */
export function TextArea({ onChange, rows = 3, isMono = false, ...rest }: TextAreaProps) {
  return (
    <Base.Control
      {...rest}
      onValueChange={onChange}
      render={<textarea rows={rows} spellCheck={!isMono} />}
      className={classes(INPUT, 'block min-h-16 py-2', isMono && 'font-mono text-xs')}
    />
  )
}
