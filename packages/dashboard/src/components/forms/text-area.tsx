import { Field as Base } from '@base-ui/react/field'
import { classes } from '../classes.ts'
import { INPUT } from './field.tsx'

export interface TextAreaProps extends Omit<Base.Control.Props, 'render' | 'className'> {
  rows?: number
  className?: string
}

/** Several lines of text, within a `Field`. */
export function TextArea({ rows = 3, className, ...rest }: TextAreaProps) {
  return (
    <Base.Control
      {...rest}
      render={<textarea rows={rows} />}
      className={classes(INPUT, 'block resize-y py-1.5 leading-5', className)}
    />
  )
}
