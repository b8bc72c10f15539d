import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { RotateCw } from 'lucide-react'
import type { Attempt, Delivery, DeliveryQuery } from '../../data/deliveries.ts'
import { bulkPreviewQuery } from '../../data/jobs/bulk.ts'
import { mayManage } from '../../session/session.ts'
import { useSession } from '../../session/session-gate.tsx'
import { BulkButton } from '../deliveries/bulk/bulk-button.tsx'
import { toDeliverySearch } from '../deliveries/search.ts'

const COUNT_STALE_MS = 30_000

/** How many deliveries of the endpoint wait or have failed with the cause of this one, to retry all of them. */
export function SameCause({
  tenant,
  delivery,
  attempt,
}: {
  tenant: string
  delivery: Delivery
  attempt: Attempt
}) {
  const filter = sameCause(delivery, attempt)
  const manages = mayManage(useSession())
  const { data, isPlaceholderData } = useQuery({
    ...bulkPreviewQuery(tenant, { action: 'retry', filter }),
    enabled: manages,
    staleTime: COUNT_STALE_MS,
  })
  if (!manages) return null
  const isCounted = data !== undefined && !isPlaceholderData
  const count = isCounted ? `${data.atLeast ? 'at least ' : ''}${data.count.toLocaleString('en')}` : undefined
  return (
    // As tall before the count as after it: nothing below moves.
    <div className="flex min-h-13 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line px-4 py-3 text-sm">
      <Link
        to="/t/$tenant/deliveries"
        params={{ tenant }}
        search={toDeliverySearch(filter)}
        className="text-muted hover:text-ink hover:underline"
      >
        {textOf(count)}
      </Link>
      {isCounted && data.count > 1 && (
        <BulkButton
          tenant={tenant}
          action="retry"
          filter={filter}
          size="small"
          icon={<RotateCw size={13} aria-hidden />}
        >
          Retry these {count}
        </BulkButton>
      )}
    </div>
  )
}

function textOf(count: string | undefined): string {
  if (count === undefined) return 'Deliveries to this endpoint with this cause'
  if (count === '0') return 'No delivery to this endpoint waits or has failed with this cause.'
  if (count === '1') return '1 delivery to this endpoint waits or has failed with this cause.'
  return `${count} deliveries to this endpoint wait or have failed with this cause.`
}

function sameCause({ endpointId }: Delivery, { statusCode, errorCode }: Attempt): DeliveryQuery {
  const cause = statusCode === null ? { errorCode: [errorCode] } : { statusCode: [String(statusCode)] }
  return { status: ['failed', 'pending'], endpointId: [endpointId], ...cause } as DeliveryQuery
}
