import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Stats } from '../../data/overview.ts'
import type { Period } from '../../data/periods.ts'
import type { DeliverySearch } from '../deliveries/search.ts'
import { formatRate, totalsOf } from './totals.ts'
import { WaitingFigure } from './waiting-figure.tsx'

const number = (value: number) => value.toLocaleString('en')

/** The figures of the period, each a link to the list behind it. */
export function Figures({ tenant, stats, period }: { tenant: string; stats: Stats; period: Period }) {
  const { events, succeeded, failed, cancelled, attempts, successRate } = totalsOf(stats)
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line shadow-card md:grid-cols-4">
      <Figure name="Events" value={number(events)} note="published and received" />
      <Figure
        name="Deliveries"
        value={number(succeeded + failed + cancelled)}
        note={`${number(failed)} failed, ${number(cancelled)} cancelled`}
        link={{ tenant, search: { period } }}
      />
      <Figure
        name="Success rate"
        value={successRate === null ? '–' : formatRate(successRate)}
        note={`of ${number(attempts)} attempts`}
        link={{ tenant, search: { period, statusCode: '4xx,5xx,none' } }}
      />
      <WaitingFigure tenant={tenant} />
    </dl>
  )
}

export interface FigureProps {
  name: string
  value: ReactNode
  note: ReactNode
  /** The list behind it. */
  link?: { tenant: string; search: DeliverySearch }
}

/** One figure with its name. */
export function Figure({ name, value, note, link }: FigureProps) {
  return (
    <div className="relative bg-surface px-4 py-3.5 has-[a:hover]:bg-hover">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="tabular mt-1 text-xl font-semibold tracking-tight">
        {link === undefined ? (
          value
        ) : (
          <Link
            to="/t/$tenant/deliveries"
            params={{ tenant: link.tenant }}
            search={link.search}
            className="after:absolute after:inset-0"
          >
            {value}
          </Link>
        )}
      </dd>
      <dd className="mt-0.5 truncate text-xs text-faint">{note}</dd>
    </div>
  )
}
