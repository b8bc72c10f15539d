import { Hourglass } from 'lucide-react'
import { Countdown, DateTime } from '../../../components/display/date-time.tsx'
import type { Endpoint } from '../../../data/endpoints.ts'

/** How long a previous secret still signs; nothing when none does. */
export function GraceNotice({ endpoint }: { endpoint: Pick<Endpoint, 'previousSecretsExpireAt'> }) {
  const end = endpoint.previousSecretsExpireAt
  if (end == null || Date.parse(end) <= Date.now()) return null
  return (
    <p className="flex gap-2.5 rounded-md bg-warn-soft px-3 py-2.5 text-sm text-warn">
      <Hourglass size={15} aria-hidden className="mt-0.5 shrink-0" />
      <span>
        A previous secret still signs as well. It ends <Countdown to={end} />, at <DateTime at={end} />.
      </span>
    </p>
  )
}
