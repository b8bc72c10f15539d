import type { components } from '@posthorn/contracts/client-types'
import { explainAttempt } from '@posthorn/contracts/explanations'
import { Badge, type Tone } from './badge.tsx'

type Delivery = components['schemas']['Delivery']

const STATUS: Record<Delivery['status'], { tone: Tone; text: string }> = {
  pending: { tone: 'info', text: 'Pending' },
  succeeded: { tone: 'ok', text: 'Succeeded' },
  failed: { tone: 'bad', text: 'Failed' },
  cancelled: { tone: 'quiet', text: 'Cancelled' },
}

/** The status of a delivery; a pending one that has failed before says so. */
export function DeliveryStatus({
  status,
  attemptCount = 0,
}: Pick<Delivery, 'status'> & { attemptCount?: number }) {
  const isRetrying = status === 'pending' && attemptCount > 0
  const { tone, text } = isRetrying ? { tone: 'warn' as const, text: 'Retrying' } : STATUS[status]
  return (
    <Badge tone={tone} hasDot>
      {text}
    </Badge>
  )
}

/** The result of an attempt: the status of its reply, or why there is none. */
export function AttemptOutcome({
  statusCode,
  errorCode,
}: {
  statusCode: number | null
  errorCode: string | null
}) {
  const explanation = explainAttempt({ statusCode, errorCode })
  if (explanation === undefined) return <span className="text-faint">–</span>
  const tone = statusCode === null ? 'bad' : toneOfStatus(statusCode)
  return (
    <Badge tone={tone} isMono title={explanation.title}>
      {statusCode ?? errorCode}
    </Badge>
  )
}

function toneOfStatus(statusCode: number): Tone {
  if (statusCode >= 200 && statusCode < 300) return 'ok'
  return statusCode >= 500 ? 'bad' : 'warn'
}
