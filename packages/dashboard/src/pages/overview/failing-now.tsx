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
import { BulkButton } from '../deliveries/bulk/bulk-button.tsx'
import { toDeliveryQuery } from '../deliveries/search.ts'

/** Which endpoints fail, and why. Each row opens the newest delivery that failed, its count the list. */
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
  const deliveries = {
    endpointId,
    ...(errorCode === null ? { statusCode: String(statusCode) } : { errorCode }),
  }
  return (
    <div className="group relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1.5 px-4 py-3 has-[[data-row]:hover]:bg-hover sm:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_auto]">
      <span className="min-w-0">
        <span className="flex items-center gap-2">
          <AttemptOutcome statusCode={statusCode} errorCode={errorCode} />
          <Link
            to="/t/$tenant/deliveries"
            params={{ tenant }}
            search={deliveries}
            title="The deliveries with this cause"
            className="tabular relative z-1 shrink-0 text-sm font-semibold hover:underline"
          >
            × {count.toLocaleString('en')}
          </Link>
        </span>
        <RowLink tenant={tenant} failure={failure} title={cause?.title ?? failure.cause} name={name} />
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
        <BulkButton
          tenant={tenant}
          action="retry"
          filter={toDeliveryQuery(deliveries, 0)}
          size="small"
          className="relative z-1 max-sm:hidden"
        >
          Retry these
        </BulkButton>
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
    </div>
  )
}

/** Opens the newest delivery at its failing attempt, which says why. Its link covers the row. */
function RowLink({
  tenant,
  failure: { samples, cause },
  title,
  name,
}: {
  tenant: string
  failure: Failure
  title: string
  name: string
}) {
  const [newest] = samples
  const className = 'mt-1 block truncate text-sm font-medium after:absolute after:inset-0'
  if (newest === undefined) return <span className={className}>{name}</span>
  return (
    <Link
      to="/t/$tenant/deliveries/$id"
      params={{ tenant, id: newest.id }}
      search={{ cause }}
      data-row
      aria-label={`${name}: ${cause} ${title}`}
      className={className}
    >
      {name}
    </Link>
  )
}
