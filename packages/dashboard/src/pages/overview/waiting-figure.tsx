import { useQuery } from '@tanstack/react-query'
import { DateTime } from '../../components/display/date-time.tsx'
import { waitingQuery } from '../../data/overview.ts'
import { Figure } from './figures.tsx'

/** How much waits, and since when. */
export function WaitingFigure({ tenant }: { tenant: string }) {
  const { data } = useQuery(waitingQuery(tenant))
  const pending = data?.data.reduce((sum, endpoint) => sum + endpoint.pending, 0)
  const [oldest] = (data?.data ?? []).flatMap(({ oldestAt }) => oldestAt ?? []).toSorted()
  return (
    <Figure
      name="Waiting"
      value={pending === undefined ? '–' : pending.toLocaleString('en')}
      note={
        oldest === undefined ? (
          'nothing is pending'
        ) : (
          <>
            since <DateTime at={oldest} />
          </>
        )
      }
      link={{ tenant, search: { status: 'pending' } }}
    />
  )
}
