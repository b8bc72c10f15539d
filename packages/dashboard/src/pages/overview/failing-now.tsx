import { explainAttempt } from '@posthorn/contracts/explanations'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight, CircleCheck } from 'lucide-react'
import { Badge } from '../../components/display/badge.tsx'
import { Card } from '../../components/display/card.tsx'
import { Countdown, DateTime } from '../../components/display/date-time.tsx'
import { AttemptOutcome } from '../../components/display/delivery-status.tsx'
import { ErrorState } from '../../components/states/states.tsx'
import { useEndpointNames } from '../../data/endpoints.ts'
import { type Failure, failuresQuery } from '../../data/overview.ts'
import type { Period } from '../../data/periods.ts'

/** Which endpoints fail, and why. Each row opens its deliveries. */
export function FailingNow({ tenant, period }: { tenant: string; period: Period }) {
  const { data, error, refetch } = useQuery(failuresQuery(tenant, period))
  const nameOf = useEndpointNames(tenant)
  if (error !== null && data === undefined)
    return (
      <Card>
        <ErrorState error={error} what="tenant" onRetry={() => void refetch()} />
      </Card>
    )
  if (data === undefined) return null
  const failures = data.data.toSorted((one, other) => Number(other.ongoing) - Number(one.ongoing))
  const ongoing = failures.filter((failure) => failure.ongoing).length
  return (
    <Card title="Failing now" aside={ongoing > 0 && <Badge tone="bad">{ongoing} ongoing</Badge>} isFlush>
      {failures.length === 0 ? (
        <p className="flex items-center gap-2 px-4 pb-4 text-sm text-muted">
          <CircleCheck size={16} aria-hidden className="text-ok-mark" />
          No attempt has failed in this time.
        </p>
      ) : (
        <ul className="border-t border-line">
          {failures.map((failure) => (
            <li
              key={`${failure.endpointId} ${failure.cause}`}
              className="border-b border-line last:border-b-0"
            >
              <FailureRow tenant={tenant} failure={failure} name={nameOf(failure.endpointId)} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function FailureRow({ tenant, failure, name }: { tenant: string; failure: Failure; name: string }) {
  const { endpointId, statusCode, errorCode, count, firstAt, lastAt, ongoing, nextAttemptAt } = failure
  const cause = explainAttempt({ statusCode, errorCode })
  return (
    <Link
      to="/t/$tenant/deliveries"
      params={{ tenant }}
      search={{ endpointId, ...(errorCode === null ? { statusCode: String(statusCode) } : { errorCode }) }}
      className="group grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-3 -outline-offset-2 hover:bg-hover sm:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_auto]"
    >
      <span className="min-w-0">
        <span className="flex items-center gap-2">
          <AttemptOutcome statusCode={statusCode} errorCode={errorCode} />
          <span className="tabular shrink-0 text-sm font-semibold">× {count.toLocaleString('en')}</span>
        </span>
        <span className="mt-1 block truncate text-sm font-medium">{name}</span>
      </span>
      <span className="min-w-0 text-xs text-muted max-sm:order-last max-sm:col-span-2">
        <span className="block truncate text-ink">{cause?.title}</span>
        <span className="block truncate">
          {ongoing ? 'since ' : 'last at '}
          <DateTime at={ongoing ? firstAt : lastAt} />
          {nextAttemptAt !== null && (
            <>
              {' · next attempt '}
              <Countdown to={nextAttemptAt} />
            </>
          )}
        </span>
      </span>
      <span className="flex items-center gap-3">
        {ongoing ? (
          <Badge tone="bad" hasDot>
            Ongoing
          </Badge>
        ) : (
          <Badge tone="ok" hasDot>
            Over
          </Badge>
        )}
        <ChevronRight size={15} aria-hidden className="text-faint group-hover:text-ink" />
      </span>
    </Link>
  )
}
