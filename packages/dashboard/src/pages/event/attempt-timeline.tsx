import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { classes } from '../../components/classes.ts'
import { Countdown, DateTime } from '../../components/display/date-time.tsx'
import { AttemptOutcome } from '../../components/display/delivery-status.tsx'
import type { Attempt, Delivery } from '../../data/deliveries.ts'
import { newestAttemptsQuery } from '../../data/events/receivers.ts'
import { formatDuration } from '../../preferences/format-time.ts'

/** Number of newest attempts that are shown; the delivery has all. */
const SHOWN_ATTEMPTS = 6

/** The attempts of a delivery from the first to the next, with the time between them. */
export function AttemptTimeline({ tenant, delivery }: { tenant: string; delivery: Delivery }) {
  const { attemptCount, status, nextAttemptAt } = delivery
  const { data } = useQuery(newestAttemptsQuery(tenant, delivery, SHOWN_ATTEMPTS))
  const attempts = (data?.data ?? []).toReversed()
  const hidden = data === undefined ? 0 : attemptCount - attempts.length
  const isWaiting = status === 'pending' && nextAttemptAt !== null
  return (
    <ol aria-label="Attempts" className="flex min-h-11 flex-wrap gap-y-2 py-1">
      {hidden > 0 && (
        <Step head={<span className="text-xs text-faint">{hidden} earlier</span>} note="not shown" />
      )}
      {attempts.map((attempt, index) => (
        <AttemptStep
          key={attempt.id}
          tenant={tenant}
          attempt={attempt}
          before={attempts[index - 1]}
          isLast={index === attempts.length - 1 && !isWaiting}
        />
      ))}
      {isWaiting && (
        <Step
          head={
            <span aria-hidden className="size-2.5 rounded-full border-2 border-dotted border-quiet-mark" />
          }
          note={
            <>
              next <Countdown to={nextAttemptAt} />
            </>
          }
          isLast
        />
      )}
    </ol>
  )
}

interface AttemptStepProps {
  tenant: string
  attempt: Attempt
  before: Attempt | undefined
  isLast: boolean
}

function AttemptStep({ tenant, attempt, before, isLast }: AttemptStepProps) {
  return (
    <Step
      head={
        <Link
          to="/t/$tenant/deliveries/$id"
          params={{ tenant, id: attempt.deliveryId }}
          search={{ attempt: attempt.id }}
          className="rounded"
        >
          <span className="sr-only">Attempt {attempt.number}: </span>
          <AttemptOutcome statusCode={attempt.statusCode} errorCode={attempt.errorCode} />
        </Link>
      }
      note={
        before === undefined ? (
          <DateTime at={attempt.startedAt} />
        ) : (
          <span title="Since the attempt before">
            +{formatDuration(Date.parse(attempt.startedAt) - Date.parse(before.startedAt))}
          </span>
        )
      }
      isLast={isLast}
    />
  )
}

/** A point of the timeline, with the line to the next one. */
function Step({ head, note, isLast = false }: { head: ReactNode; note: ReactNode; isLast?: boolean }) {
  return (
    <li className={classes('min-w-0', !isLast && 'min-w-28')}>
      <span className="flex h-5 items-center">
        <span className="flex shrink-0 items-center">{head}</span>
        {!isLast && <span aria-hidden className="mx-1.5 h-px min-w-4 flex-1 bg-line-strong" />}
      </span>
      <span className="tabular mt-0.5 block pr-3 text-2xs whitespace-nowrap text-faint">{note}</span>
    </li>
  )
}
