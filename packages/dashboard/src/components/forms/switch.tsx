import { Switch as Base } from '@base-ui/react/switch'
import type { ReactNode } from 'react'

export interface SwitchProps {
  label: string
  description?: ReactNode
  isOn: boolean
  onChange: (isOn: boolean) => void
}

/** A choice of yes or no, with its explanation. */
export function Switch({ label, description, isOn, onChange }: SwitchProps) {
  return (
    <label className="flex cursor-pointer items-start justify-between gap-4">
      <span>
        <span className="block text-sm font-medium">{label}</span>
        {description !== undefined && <span className="block text-xs text-muted">{description}</span>}
      </span>
      <Base.Root
        aria-label={label}
        checked={isOn}
        onCheckedChange={onChange}
        className="mt-0.5 flex h-5 w-9 shrink-0 rounded-full bg-quiet-mark p-0.5 transition-colors data-checked:bg-solid"
      >
        <Base.Thumb className="size-4 rounded-full bg-surface shadow-card transition-transform data-checked:translate-x-4" />
      </Base.Root>
    </label>
  )
}
