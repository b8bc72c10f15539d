import { Link } from '@tanstack/react-router'
import { DateTime } from '../../components/display/date-time.tsx'
import { AttemptOutcome } from '../../components/display/delivery-status.tsx'
import type { Attempt, Delivery } from '../../data/deliveries.ts'
import { formatDuration, formatMs } from '../../preferences/format-time.ts'

const TRIGGERS: Record<Attempt['trigger'], string> = {
  schedule: 'schedule',
  manual: 'manual retry',
  recover: 'recovery',
  test: 'test',
}

export interface AttemptListProps {
  tenant: string
  delivery: Delivery
  /** The newest first. */
  attempts: readonly Attempt[]
  chosenId: string | undefined
}

/** Every attempt, with the time that passed since the one before. */
export function AttemptList({ tenant, delivery, attempts, chosenId }: AttemptListProps) {
  return (
    <ol className="border-t border-line">
      {attempts.map((attempt, index) => (
        <li key={attempt.id} className="border-b border-line last:border-b-0">
          <Link
            to="/t/$tenant/deliveries/$id"
            params={{ tenant, id: delivery.id }}
            search={{ attempt: attempt.id }}
            replace
            resetScroll={false}
            aria-current={attempt.id === chosenId}
            className="block px-4 py-2.5 -outline-offset-2 last:rounded-b-lg hover:bg-hover aria-[current=true]:bg-selected"
          >
            <span className="flex items-center justify-between gap-2">
              <span className="flex min-w-0 items-center gap-2">
                <span className="tabular w-6 text-xs text-faint">#{attempt.number}</span>
                <AttemptOutcome statusCode={attempt.statusCode} errorCode={attempt.errorCode} />
              </span>
              <span className="tabular shrink-0 text-xs text-muted">{formatMs(attempt.durationMs)}</span>
            </span>
            <span className="mt-1 flex items-center justify-between gap-2 pl-8 text-xs text-faint">
              <span className="truncate">
                <DateTime at={attempt.startedAt} /> · {TRIGGERS[attempt.trigger]}
              </span>
              <Gap attempt={attempt} before={attempts[index + 1]} />
            </span>
          </Link>
        </li>
      ))}
    </ol>
  )
}

function Gap({ attempt, before }: { attempt: Attempt; before: Attempt | undefined }) {
  if (before === undefined) return null
  const gapMs = Date.parse(attempt.startedAt) - Date.parse(before.startedAt)
  return (
    <span className="tabular shrink-0" title="Since the attempt before">
      +{formatDuration(gapMs)}
    </span>
  )
}
