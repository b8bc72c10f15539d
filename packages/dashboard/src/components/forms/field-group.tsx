import { type ReactNode, useId } from 'react'

export interface FieldGroupProps {
  label: string
  description?: ReactNode
  /** What is wrong with a value of the group. */
  error?: string | undefined
  children: ReactNode
}

/** Several controls under one label, with their explanation and their error. */
export function FieldGroup({ label, description, error, children }: FieldGroupProps) {
  const id = useId()
  return (
    <fieldset
      aria-describedby={`${id}-description ${id}-error`}
      data-invalid={error === undefined ? undefined : true}
      className="min-w-0 space-y-1.5"
    >
      <legend className="mb-1.5 text-sm font-medium">{label}</legend>
      {children}
      {description !== undefined && (
        <p id={`${id}-description`} className="text-xs text-muted">
          {description}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className="text-xs text-bad">
          {error}
        </p>
      )}
    </fieldset>
  )
}
