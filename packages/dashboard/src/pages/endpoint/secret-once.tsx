import { KeyRound } from 'lucide-react'
import { CopyButton } from '../../components/actions/copy-button.tsx'

/** A secret that no other page shows again. */
export function SecretOnce({ secret }: { secret: string }) {
  return (
    <div className="space-y-2.5">
      <div className="flex items-center gap-2.5 rounded-md border border-line-strong bg-sunken py-2 pr-2 pl-3">
        <KeyRound size={15} aria-hidden className="shrink-0 text-horn" />
        <code aria-label="Signing secret" className="min-w-0 flex-1 font-mono text-xs break-all select-all">
          {secret}
        </code>
        <CopyButton text={secret} label="Copy the secret" />
      </div>
      <p className="text-xs text-muted">
        Copy it now: it is not shown again. Your receiver needs it to verify signatures. If you lose it,
        rotate the secret.
      </p>
    </div>
  )
}
