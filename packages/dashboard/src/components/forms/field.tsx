import { Field as Base } from '@base-ui/react/field'
import type { ReactNode } from 'react'
import { classes } from '../classes.ts'

/** The look of an input, for selects and text areas as well. */
export const INPUT =
  'w-full rounded-md border border-line-strong bg-surface px-2.5 text-sm text-ink placeholder:text-faint focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent aria-invalid:border-bad-mark'

export interface FieldProps {
  label: string
  description?: ReactNode
  /** What is wrong with the value. */
  error?: string | undefined
  children: ReactNode
}

/** A labelled control with its explanation and its error. The control is a `TextInput` or another Base UI control. */
export function Field({ label, description, error, children }: FieldProps) {
  return (
    <Base.Root invalid={error !== undefined} className="space-y-1.5">
      <Base.Label className="block text-sm font-medium">{label}</Base.Label>
      {children}
      {description !== undefined && (
        <Base.Description className="text-xs text-muted">{description}</Base.Description>
      )}
      <Base.Error match={error !== undefined} className="text-xs text-bad">
        {error}
      </Base.Error>
    </Base.Root>
  )
}

/** A line of text, within a `Field`. */
export function TextInput({ className, ...rest }: Base.Control.Props & { className?: string }) {
  return <Base.Control {...rest} className={classes(INPUT, 'h-9', className)} />
}
