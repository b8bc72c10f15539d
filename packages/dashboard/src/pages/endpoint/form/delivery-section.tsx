import { Field, TextInput } from '../../../components/forms/field.tsx'
import { SelectField } from '../../../components/forms/select-field.tsx'
import { formatDuration } from '../../../preferences/format-time.ts'
import { fromScheduleText } from './schedule-text.ts'
import { Section } from './section.tsx'
import type { DraftFields } from './use-draft.ts'

const RETRY_ON = [
  { value: 'server-errors', text: 'Server errors, timeouts and network errors' },
  { value: 'any-failure', text: 'Any failure, also 3xx and 4xx' },
] as const

const LIMITS = [
  { field: 'timeoutSeconds', label: 'Timeout', unit: 'seconds', description: '1 to 30' },
  { field: 'rateLimitPerSecond', label: 'Rate limit', unit: 'per second', description: 'Empty: none' },
  {
    field: 'maxInFlight',
    label: 'Requests in flight',
    unit: 'at most',
    description: '1 to 1,000, all workers together',
  },
] as const

export function DeliverySection({ draft, errors, set }: DraftFields) {
  return (
    <Section
      title="Delivery"
      about="How long it waits for a reply, what it tries again, and how much at a time."
    >
      <Field label="Retries" description={inWords(draft.retrySchedule)} error={errors.retrySchedule}>
        <TextInput
          value={draft.retrySchedule}
          onChange={(event) => set('retrySchedule', event.target.value)}
          spellCheck={false}
          placeholder="1s, 5s, 30s, 5m, 2h"
          className="font-mono text-xs"
        />
      </Field>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label="Retry on" error={errors.retryOn}>
          <SelectField value={draft.retryOn} options={RETRY_ON} onChange={(value) => set('retryOn', value)} />
        </Field>
        {LIMITS.map(({ field, ...shown }) => (
          <NumberField
            key={field}
            {...shown}
            error={errors[field]}
            value={draft[field]}
            onChange={(text) => set(field, text)}
          />
        ))}
      </div>
    </Section>
  )
}

function NumberField({
  label,
  unit,
  description,
  error,
  value,
  onChange,
}: {
  label: string
  unit: string
  description: string
  error: string | undefined
  value: string
  onChange: (text: string) => void
}) {
  return (
    <Field label={label} description={description} error={error}>
      <span className="relative block">
        <TextInput
          inputMode="numeric"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className="tabular pr-24"
        />
        <span className="pointer-events-none absolute top-2 right-3 text-xs text-faint">{unit}</span>
      </span>
    </Field>
  )
}

function inWords(text: string): string {
  const seconds = fromScheduleText(text)
  const numbers = seconds.filter((one) => typeof one === 'number')
  if (seconds.length === 0) return 'No retries: the first failure is final.'
  if (numbers.length < seconds.length) return 'Waits after each failure, such as 1s, 5m or 2h.'
  const total = numbers.reduce((sum, one) => sum + one, 0)
  const count = numbers.length === 1 ? '1 retry' : `${numbers.length} retries`
  return `${count} within ${formatDuration(total * 1_000)}, and up to 20 % more at random.`
}
