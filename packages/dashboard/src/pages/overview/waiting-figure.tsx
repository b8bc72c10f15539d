import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { DateTime } from '../../components/display/date-time.tsx'
import { waitingQuery } from '../../data/overview.ts'
import { type Pending, sumPending } from '../../data/pending.ts'
import { Figure } from './figure.tsx'

/** How much waits, and since when. */
export function WaitingFigure({ tenant }: { tenant: string }) {
  const { data } = useQuery(waitingQuery(tenant))
  const pending = data && sumPending(data)
  return (
    <Figure
      name="Waiting"
      value={
        pending === undefined ? '–' : `${pending.count.toLocaleString('en')}${pending.isMore ? '+' : ''}`
      }
      note={pending && noteOf(pending)}
      link={{ tenant, search: { status: 'pending' } }}
    />
  )
}

function noteOf({ isMore, oldestAt, isOldestOfAll }: Pending): ReactNode {
  if (oldestAt === undefined) return isMore ? 'at more endpoints than are counted' : 'nothing is pending'
  return (
    <>
      since <DateTime at={oldestAt} />
      {!isOldestOfAll && ' or earlier'}
    </>
  )
}
