import { useQuery } from '@tanstack/react-query'
import { waitingQuery } from '../../data/overview.ts'
import { Figure } from './figures.tsx'

/** How much waits. */
export function WaitingFigure({ tenant }: { tenant: string }) {
  const { data } = useQuery(waitingQuery(tenant))
  const pending = data?.data.reduce((sum, endpoint) => sum + endpoint.pending, 0)
  return (
    <Figure
      name="Pending"
      value={pending === undefined ? '–' : pending.toLocaleString('en')}
      note="wait for an attempt"
      link={{ tenant, search: { status: 'pending' } }}
    />
  )
}
