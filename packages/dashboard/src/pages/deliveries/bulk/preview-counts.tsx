import { Link } from '@tanstack/react-router'
import { classes } from '../../../components/classes.ts'
import { DateTime } from '../../../components/display/date-time.tsx'
import { AttemptOutcome, DeliveryStatus } from '../../../components/display/delivery-status.tsx'
import type { Delivery } from '../../../data/deliveries.ts'
import type { BulkPreview } from '../../../data/jobs/bulk.ts'

/** Maximum number of causes that are named; the others are counted. */
const SHOWN_CAUSES = 6

export interface PreviewCountsProps {
  tenant: string
  preview: BulkPreview
  /** Otherwise the counts are those of the choice before. */
  isCurrent: boolean
}

/** How many deliveries there are, by cause, and between which times. */
export function PreviewCounts({ tenant, preview, isCurrent }: PreviewCountsProps) {
  const { count, atLeast, causes, oldest, newest } = preview
  const shown = causes.slice(0, SHOWN_CAUSES)
  const rest = causes.slice(SHOWN_CAUSES).reduce((sum, cause) => sum + cause.count, 0)
  return (
    <div
      role="status"
      className={classes('rounded-md border border-line', !isCurrent && 'opacity-60 transition-opacity')}
    >
      <p className="flex items-baseline gap-2 px-3.5 pt-3 pb-2.5">
        <span className="tabular text-xl font-semibold tracking-tight">
          {atLeast && '≥ '}
          {count.toLocaleString('en')}
        </span>
        <span className="text-sm text-muted">{count === 1 ? 'delivery matches' : 'deliveries match'}</span>
      </p>
      {count > 0 && (
        <>
          <ul aria-label="By cause" className="border-t border-line">
            {shown.map((cause) => (
              <li
                key={`${cause.status} ${cause.statusCode} ${cause.errorCode}`}
                className="flex items-center gap-2.5 px-3.5 py-1.5 text-sm"
              >
                <AttemptOutcome statusCode={cause.statusCode ?? null} errorCode={cause.errorCode ?? null} />
                <DeliveryStatus status={cause.status} />
                <span className="tabular ml-auto font-medium">{cause.count.toLocaleString('en')}</span>
              </li>
            ))}
            {rest > 0 && (
              <li className="flex px-3.5 py-1.5 text-sm text-muted">
                Other causes <span className="tabular ml-auto">{rest.toLocaleString('en')}</span>
              </li>
            )}
          </ul>
          <dl className="grid grid-cols-2 gap-4 border-t border-line px-3.5 py-2.5">
            <End name="Oldest" tenant={tenant} delivery={oldest} />
            <End name="Newest" tenant={tenant} delivery={newest} />
          </dl>
        </>
      )}
    </div>
  )
}

function End({ name, tenant, delivery }: { name: string; tenant: string; delivery: Delivery | undefined }) {
  if (delivery === undefined) return null
  const { id, eventType, createdAt } = delivery
  return (
    <div className="min-w-0">
      <dt className="text-xs text-faint">{name}</dt>
      <dd className="min-w-0 text-sm">
        <Link
          to="/t/$tenant/deliveries/$id"
          params={{ tenant, id }}
          className="block truncate font-medium hover:underline"
        >
          {eventType}
        </Link>
        <span className="text-xs text-muted">
          <DateTime at={createdAt} />
        </span>
      </dd>
    </div>
  )
}
