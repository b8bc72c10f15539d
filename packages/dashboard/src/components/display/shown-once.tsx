import { KeyRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { CopyButton } from '../actions/copy-button.tsx'

/** A secret that is shown now and never again. */
export function ShownOnce({ label, value, children }: { label: string; value: string; children: ReactNode }) {
  return (
    <div className="space-y-2 rounded-lg border border-line bg-warn-soft p-3">
      <p className="flex items-start gap-2 text-sm text-warn">
        <KeyRound size={15} aria-hidden className="mt-0.5 shrink-0" />
        <span>{children}</span>
      </p>
      <div className="flex items-center gap-1 rounded-md border border-line-strong bg-surface py-1.5 pr-1.5 pl-2.5">
        <code aria-label={label} className="min-w-0 flex-1 font-mono text-xs break-all select-all">
          {value}
        </code>
        <CopyButton text={value} label={`Copy the ${label.toLowerCase()}`} />
      </div>
    </div>
  )
}
