import { explainAttempt } from '@posthorn/contracts/explanations'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { Badge } from '../../../components/display/badge.tsx'
import { Card } from '../../../components/display/card.tsx'
import { Countdown, DateTime } from '../../../components/display/date-time.tsx'
import { AttemptOutcome } from '../../../components/display/delivery-status.tsx'
import { ErrorState } from '../../../components/states/states.tsx'
import { type Failure, failuresQuery } from '../../../data/overview.ts'
import type { Period } from '../../../data/periods.ts'

export interface CausesProps {
  tenant: string
  endpointId: string
  period: Period
}

/** Why attempts to this endpoint failed. Each row opens the deliveries. */
export function Causes({ tenant, endpointId, period }: CausesProps) {
  const { data, error, refetch } = useQuery(failuresQuery(tenant, period, endpointId))
  return (
    <Card title="Causes of failures" isFlush>
      {data === undefined && error !== null && (
        <ErrorState error={error} what="endpoint" onRetry={() => void refetch()} />
      )}
      {data?.data.length === 0 && (
        <p className="flex items-center gap-2 px-4 pb-4 text-sm text-muted">
          <CircleCheck size={16} aria-hidden className="text-ok-mark" />
          No attempt has failed in this time.
        </p>
      )}
      {data !== undefined && data.data.length > 0 && (
        <ul className="border-t border-line">
          {data.data.map((failure) => (
            <li key={failure.cause} className="border-b border-line last:border-b-0">
              <CauseRow tenant={tenant} failure={failure} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function CauseRow({ tenant, failure }: { tenant: string; failure: Failure }) {
  const { endpointId, statusCode, errorCode, count, lastAt, ongoing, nextAttemptAt } = failure
  return (
    <Link
      to="/t/$tenant/deliveries"
      params={{ tenant }}
      search={{ endpointId, ...(errorCode === null ? { statusCode: String(statusCode) } : { errorCode }) }}
      className="block px-4 py-2.5 -outline-offset-2 hover:bg-hover"
    >
      <span className="flex items-center gap-2">
        <AttemptOutcome statusCode={statusCode} errorCode={errorCode} />
        <span className="tabular shrink-0 text-sm font-semibold">× {count.toLocaleString('en')}</span>
        <span className="min-w-0 flex-1 truncate text-sm">{explainAttempt(failure)?.title}</span>
        <Badge tone={ongoing ? 'bad' : 'ok'} hasDot>
          {ongoing ? 'Ongoing' : 'Over'}
        </Badge>
      </span>
      <span className="mt-1 block truncate text-xs text-muted">
        last at <DateTime at={lastAt} />
        {nextAttemptAt !== null && (
          <>
            {' · next attempt '}
            <Countdown to={nextAttemptAt} />
          </>
        )}
      </span>
    </Link>
  )
}
