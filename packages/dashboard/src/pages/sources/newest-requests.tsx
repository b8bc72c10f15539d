import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Ago } from '../../components/display/date-time.tsx'
import { newestRequestsQuery } from '../../data/requests.ts'
import { rejectedShare } from './rejected-share.ts'

/** Number of newest requests of a source that are read. Both cells of a row show one reply. */
const NEWEST = { limit: 50 }

/** When the last request came. */
export function LastRequest({ tenant, sourceId }: { tenant: string; sourceId: string }) {
  const { data } = useQuery(newestRequestsQuery(tenant, sourceId, NEWEST))
  const [last] = data?.data ?? []
  if (data === undefined) return null
  return last === undefined ? 'none yet' : <Ago at={last.receivedAt} />
}

/** How many of the newest requests were rejected, as a link to them. */
export function RejectedShare({
  tenant,
  sourceId,
  name,
}: {
  tenant: string
  sourceId: string
  name: string
}) {
  const { data } = useQuery(newestRequestsQuery(tenant, sourceId, NEWEST))
  const { rejected, total, text } = rejectedShare(data?.data ?? [])
  if (total === 0) return <span className="text-faint">–</span>
  if (rejected === 0)
    return (
      <span title={`None of the last ${total} requests`} className="tabular text-muted">
        {text}
      </span>
    )
  return (
    <Link
      to="/t/$tenant/sources/$id"
      params={{ tenant, id: sourceId }}
      search={{ outcome: 'rejected' }}
      title={`${rejected} of the last ${total} requests`}
      className="tabular font-medium text-bad hover:underline"
    >
      {text}
      <span className="sr-only">
        {' '}
        of the last {total} requests of {name} were rejected
      </span>
    </Link>
  )
}
