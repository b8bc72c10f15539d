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
  const { data } = useQuery({
    ...bulkPreviewQuery(tenant, { action: 'retry', filter }),
    enabled: mayManage(useSession()),
    staleTime: COUNT_STALE_MS,
  })
  if (data === undefined || data.count < 2) return null
  const count = `${data.atLeast ? 'at least ' : ''}${data.count.toLocaleString('en')}`
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line px-4 py-3 text-sm">
      <Link
        to="/t/$tenant/deliveries"
        params={{ tenant }}
        search={toDeliverySearch(filter)}
        className="text-muted hover:text-ink hover:underline"
      >
        <span className="font-medium text-ink">{count} deliveries</span> to this endpoint have this cause.
      </Link>
      <BulkButton
        tenant={tenant}
        action="retry"
        filter={filter}
        size="small"
        icon={<RotateCw size={13} aria-hidden />}
      >
        Retry these {count}
      </BulkButton>
    </div>
  )
}

function sameCause({ endpointId }: Delivery, { statusCode, errorCode }: Attempt): DeliveryQuery {
  const cause = statusCode === null ? { errorCode: [errorCode] } : { statusCode: [String(statusCode)] }
  return { status: ['failed', 'pending'], endpointId: [endpointId], ...cause } as DeliveryQuery
}
