import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { classes } from '../classes.ts'

const SHOWN_MS = 1_500

/** Copies a text, and says for a moment that it did. */
export function CopyButton({ text, label, className }: { text: string; label: string; className?: string }) {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isCopied])
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => setCopied(true))
  }
  return (
    <button
      type="button"
      aria-label={isCopied ? 'Copied' : label}
      title={isCopied ? 'Copied' : label}
      onClick={(event) => {
        event.stopPropagation()
        copy()
      }}
      className={classes(
        'inline-flex size-6 shrink-0 items-center justify-center rounded text-faint hover:bg-hover hover:text-ink',
        className,
      )}
    >
      {isCopied ? <Check size={13} aria-hidden className="text-ok" /> : <Copy size={13} aria-hidden />}
    </button>
  )
}
