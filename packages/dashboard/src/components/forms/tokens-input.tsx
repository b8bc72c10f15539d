import { X } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useId, useState } from 'react'

export interface TokensInputProps {
  /** For screen readers. */
  label: string
  values: readonly string[]
  onChange: (values: string[]) => void
  suggestions: readonly { value: string; text?: string }[]
  placeholder: string
}

/** Several words: Enter or a comma adds one, Backspace in the empty field takes the last away. */
export function TokensInput({ label, values, onChange, suggestions, placeholder }: TokensInputProps) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const add = (text: string) => {
    const words = text.split(/[\s,]+/).filter((word) => word !== '')
    setTyped('')
    if (words.length > 0) onChange([...new Set([...values, ...words])])
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ',') {
      if (typed.trim() === '' && event.key === 'Enter') return
      event.preventDefault()
      add(typed)
    } else if (event.key === 'Backspace' && typed === '') {
      onChange(values.slice(0, -1))
    }
  }
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text')
    if (!/[\s,]/.test(text)) return
    event.preventDefault()
    add(text)
  }
  return (
    <div className="flex flex-wrap items-center gap-1.5 rounded-md border border-line-strong bg-surface p-1.25 focus-within:border-accent focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-accent">
      {values.map((value) => (
        <span
          key={value}
          className="inline-flex h-6 max-w-full items-center gap-0.5 rounded bg-quiet-soft pr-0.5 pl-2 font-mono text-xs"
        >
          <span className="truncate">{value}</span>
          <button
            type="button"
            aria-label={`Remove ${value}`}
            onClick={() => onChange(values.filter((other) => other !== value))}
            className="inline-flex size-5 shrink-0 items-center justify-center rounded text-muted hover:text-ink"
          >
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
      <input
        aria-label={label}
        list={id}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => add(typed)}
        placeholder={values.length === 0 ? placeholder : 'Add another'}
        spellCheck={false}
        autoCapitalize="off"
        className="h-6 min-w-32 flex-1 bg-transparent px-1 font-mono text-xs outline-none placeholder:font-sans placeholder:text-faint"
      />
      <datalist id={id}>
        {suggestions
          .filter(({ value }) => !values.includes(value))
          .map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
      </datalist>
    </div>
  )
}
