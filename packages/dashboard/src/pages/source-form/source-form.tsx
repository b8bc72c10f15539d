import { ChevronRight } from 'lucide-react'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from '../../components/actions/button.tsx'
import { FormAlert } from '../../components/forms/form-alert.tsx'
import { formProblemOf } from '../../components/forms/form-problem.ts'
import type { Provider } from '../../data/providers.ts'
import { configFieldsOf } from './config-fields.ts'
import { LimitFields } from './limit-fields.tsx'
import type { SourceDraft } from './source-draft.ts'
import { SourceFields } from './source-fields.tsx'
import { VerificationFields } from './verification-fields.tsx'

const PATHS = ['name', 'eventTypePrefix', 'secrets', 'publicKey']
const MORE_PATHS = [
  'toleranceSeconds',
  'dedupeWindowSeconds',
  'dedupeBy',
  'allowCidrs',
  'rateLimitPerSecond',
  'bodyMaxBytes',
  'metadata',
]

export interface SourceFormProps {
  provider: Provider
  initial: SourceDraft
  /** Of the last request; null if there was none, or it succeeded. */
  error: unknown
  isBusy: boolean
  submitText: string
  /** Beside the button. */
  cancel: ReactNode
  onSubmit: (draft: SourceDraft) => void
}

/** Every setting of a source. What the API refuses is shown at its field, and the first such field is focused. */
export function SourceForm(props: SourceFormProps) {
  const { provider, initial, error, isBusy, submitText, cancel, onSubmit } = props
  const [draft, setDraft] = useState(initial)
  const form = useRef<HTMLFormElement>(null)
  const change = (part: Partial<SourceDraft>) => setDraft((before) => ({ ...before, ...part }))
  const paths = [...PATHS, ...MORE_PATHS, ...configFieldsOf(provider).map(({ name }) => `config.${name}`)]
  const { at, other } = formProblemOf(error, paths)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isBusy) onSubmit(draft)
  }
  useEffect(() => {
    if (error !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [error])
  const fields = { draft, provider, errorAt: at, onChange: change }
  return (
    <form ref={form} onSubmit={submit} noValidate className="space-y-4">
      <FormAlert message={other} />
      <SourceFields {...fields} />
      <MoreSettings isOpen={MORE_PATHS.some((path) => at(path) !== undefined)}>
        <LimitFields {...fields} />
        <VerificationFields {...fields} />
      </MoreSettings>
      <div className="flex flex-wrap items-center gap-2">
        <Button kind="solid" type="submit" isBusy={isBusy}>
          {submitText}
        </Button>
        {cancel}
      </div>
    </form>
  )
}

/** Settings that few sources need; open when one of them was refused. */
function MoreSettings({ isOpen, children }: { isOpen: boolean; children: ReactNode }) {
  const [isChosen, choose] = useState(false)
  const isShown = isChosen || isOpen
  return (
    <div className="space-y-4">
      <button
        type="button"
        aria-expanded={isShown}
        onClick={() => choose(!isShown)}
        className="flex items-center gap-1.5 rounded text-sm font-medium text-muted hover:text-ink"
      >
        <ChevronRight size={15} aria-hidden className={isShown ? 'rotate-90' : ''} />
        Limits, time and duplicates
      </button>
      {isShown && children}
    </div>
  )
}
