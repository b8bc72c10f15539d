import { Plus, X } from 'lucide-react'
import { Button, IconButton } from '../../components/actions/button.tsx'
import { InlineCode } from '../../components/display/inline-code.tsx'
import { Field, TextInput } from '../../components/forms/field.tsx'
import type { Provider } from '../../data/providers.ts'

export interface SecretsInputProps {
  form: NonNullable<Provider['secret']>
  secrets: readonly string[]
  /** Of the secret at a position, or of all together. */
  errorAt: (path: string) => string | undefined
  onChange: (secrets: readonly string[]) => void
}

/** The secrets, one field each: while one is replaced, the old and the new one are both accepted. */
export function SecretsInput({ form, secrets, errorAt, onChange }: SecretsInputProps) {
  const replaceAt = (position: number, secret: string) => onChange(secrets.with(position, secret))
  return (
    <div className="space-y-3">
      {secrets.map((secret, position) => (
        <Field
          // A secret has no identity but its position.
          key={`secret ${position}`}
          label={position === 0 ? form.label : `${form.label}, ${position + 1}`}
          description={position === 0 ? <InlineCode text={form.description} /> : undefined}
          error={errorAt(`secrets.${position}`)}
        >
          <div className="flex gap-2">
            <TextInput
              type="password"
              name={`secrets.${position}`}
              autoComplete="off"
              spellCheck={false}
              placeholder={form.example}
              value={secret}
              onValueChange={(value) => replaceAt(position, value)}
              className="min-w-0 flex-1 font-mono"
            />
            {secrets.length > 1 && (
              <IconButton
                label={`Remove secret ${position + 1}`}
                onClick={() => onChange(secrets.toSpliced(position, 1))}
              >
                <X size={15} aria-hidden />
              </IconButton>
            )}
          </div>
        </Field>
      ))}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button size="small" icon={<Plus size={13} aria-hidden />} onClick={() => onChange([...secrets, ''])}>
          Add a secret
        </Button>
        <span className="text-xs text-muted">
          While you change a secret, set the old and the new one: either is accepted.
        </span>
      </div>
    </div>
  )
}
