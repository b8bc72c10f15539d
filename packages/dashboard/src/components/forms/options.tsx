import { ChevronDown } from 'lucide-react'

export interface Option<Value extends string> {
  value: Value
  text: string
}

/** What a `select` offers. */
export function Options<Value extends string>({ options }: { options: readonly Option<Value>[] }) {
  return options.map(({ value, text }) => (
    <option key={value} value={value}>
      {text}
    </option>
  ))
}

/** At the end of a `select`, in the middle of its height. */
export function SelectArrow() {
  return (
    <span
      aria-hidden
      className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-faint"
    >
      <ChevronDown size={14} />
    </span>
  )
}
