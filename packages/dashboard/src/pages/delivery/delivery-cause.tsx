import {
  DELIVERY_REASON_EXPLANATIONS,
  type Explanation,
  explainAttempt,
} from '@posthorn/contracts/explanations'
import { CircleCheck, CircleX, Clock, Lightbulb } from 'lucide-react'
import { classes } from '../../components/classes.ts'
import { Countdown } from '../../components/display/date-time.tsx'
import type { Attempt, Delivery } from '../../data/deliveries.ts'
import { SameCause } from './same-cause.tsx'

export interface DeliveryCauseProps {
  tenant: string
  delivery: Delivery
  /** The attempt that is shown; undefined before the first. */
  attempt: Attempt | undefined
  isNewest: boolean
}

/** Why the attempt failed and what to do about it, in plain words; below it, what becomes of the delivery. */
export function DeliveryCause({ tenant, delivery, attempt, isNewest }: DeliveryCauseProps) {
  const cause = attempt === undefined ? undefined : explainAttempt(attempt)
  const isGood = attempt?.result === 'succeeded'
  return (
    <section
      aria-label="Cause"
      className={classes(
        'overflow-hidden rounded-lg border bg-surface shadow-card',
        isGood || attempt === undefined ? 'border-line' : 'border-bad-mark/40',
      )}
    >
      {cause !== undefined && attempt !== undefined && (
        <div className="flex gap-3 px-4 py-4">
          <span aria-hidden className="mt-0.5">
            {isGood ? (
              <CircleCheck size={18} className="text-ok-mark" />
            ) : (
              <CircleX size={18} className="text-bad-mark" />
            )}
          </span>
          <div className="min-w-0 flex-1 space-y-3">
            <div>
              <h2 className="font-semibold">{isGood ? 'Delivered' : cause.title}</h2>
              <p className="mt-0.5 text-sm break-words text-muted">
                {attempt.errorDetail ?? cause.explanation}
              </p>
            </div>
            {!isGood && <Fix explanation={cause} />}
          </div>
        </div>
      )}
      {attempt?.result === 'failed' && <SameCause tenant={tenant} delivery={delivery} attempt={attempt} />}
      {isNewest && <Outlook delivery={delivery} />}
    </section>
  )
}

function Fix({ explanation: { fix } }: { explanation: Explanation }) {
  return (
    <p className="flex gap-2 rounded-md bg-sunken px-3 py-2.5 text-sm">
      <Lightbulb size={15} aria-hidden className="mt-0.5 shrink-0 text-horn" />
      <span>
        <span className="sr-only">What to do: </span>
        {fix}
      </span>
    </p>
  )
}

/** What becomes of the delivery, or became of it. */
function Outlook({ delivery: { status, reason, nextAttemptAt } }: { delivery: Delivery }) {
  if (reason == null) return null
  const { title, explanation } = DELIVERY_REASON_EXPLANATIONS[reason]
  return (
    <div className="flex gap-3 border-t border-line bg-sunken px-4 py-3 text-sm first:border-t-0">
      <Clock size={16} aria-hidden className="mt-0.5 ml-px shrink-0 text-faint" />
      <p className="text-muted">
        <span className="font-medium text-ink">{title}</span>
        {status === 'pending' && nextAttemptAt !== null && (
          <>
            {' · '}
            <Countdown to={nextAttemptAt} />
          </>
        )}
        <br />
        {explanation}
      </p>
    </div>
  )
}
