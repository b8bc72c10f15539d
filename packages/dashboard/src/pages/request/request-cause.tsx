import { REQUEST_CAUSE_EXPLANATIONS } from '@posthorn/contracts/explanations'
import { CircleCheck, CircleX, Copy, Lightbulb } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from '../../components/classes.ts'
import { DateTime } from '../../components/display/date-time.tsx'
import { causeTitle } from '../../components/display/request-outcome.tsx'
import type { InboundRequestDetail } from '../../data/requests.ts'

/** What became of the request and, if it was rejected, why and what to do, in plain words. */
export function RequestCause({ request }: { request: InboundRequestDetail }) {
  const { outcome, cause, reprocessedAt } = request
  if (cause != null && outcome === 'rejected') return <Rejection request={request} cause={cause} />
  return (
    <Statement
      icon={
        outcome === 'duplicate' ? (
          <Copy size={18} className="text-quiet-mark" />
        ) : (
          <CircleCheck size={18} className="text-ok-mark" />
        )
      }
      title={outcome === 'duplicate' ? 'A duplicate' : 'Accepted'}
    >
      {outcome === 'duplicate'
        ? 'The source had accepted this webhook before, so nothing was delivered again.'
        : madeOf(request)}
      {reprocessedAt != null && (
        <>
          {' '}
          It was rejected at first, and processed again <DateTime at={reprocessedAt} />.
        </>
      )}
    </Statement>
  )
}

function madeOf({ eventIds }: InboundRequestDetail): string {
  return eventIds.length > 1
    ? `The request was verified and became ${eventIds.length} events.`
    : 'The request was verified and became an event.'
}

function Rejection({
  request: { detail },
  cause,
}: {
  request: InboundRequestDetail
  cause: NonNullable<InboundRequestDetail['cause']>
}) {
  // A later version of the API may know more causes.
  const explanations: Partial<typeof REQUEST_CAUSE_EXPLANATIONS> = REQUEST_CAUSE_EXPLANATIONS
  const explanation = explanations[cause]
  return (
    <Statement
      isBad
      icon={<CircleX size={18} className="text-bad-mark" />}
      title={causeTitle(cause)}
      fix={explanation?.fix}
    >
      {explanation?.explanation}
      {detail != null && detail !== explanation?.explanation && (
        <span className="mt-1 block text-xs text-faint">{detail}</span>
      )}
    </Statement>
  )
}

function Statement({
  icon,
  title,
  fix,
  isBad = false,
  children,
}: {
  icon: ReactNode
  title: string
  fix?: string | undefined
  isBad?: boolean
  children: ReactNode
}) {
  return (
    <section
      aria-label="Cause"
      className={classes(
        'flex gap-3 rounded-lg border bg-surface px-4 py-4 shadow-card',
        isBad ? 'border-bad-mark/40' : 'border-line',
      )}
    >
      <span aria-hidden className="mt-0.5">
        {icon}
      </span>
      <div className="min-w-0 flex-1 space-y-3">
        <div>
          <h2 className="font-semibold">{title}</h2>
          <div className="mt-0.5 text-sm break-words text-muted">{children}</div>
        </div>
        {fix !== undefined && (
          <p className="flex gap-2 rounded-md bg-sunken px-3 py-2.5 text-sm">
            <Lightbulb size={15} aria-hidden className="mt-0.5 shrink-0 text-horn" />
            <span>
              <span className="sr-only">What to do: </span>
              {fix}
            </span>
          </p>
        )}
      </div>
    </section>
  )
}
