import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { DeliverySearch } from '../deliveries/search.ts'

/** A link that takes clicks everywhere in its figure. */
export const WHOLE = 'after:absolute after:inset-0'

export interface FigureProps {
  name: string
  value: ReactNode
  note: ReactNode
  /** The deliveries behind it; to other lists, its value is a link of its own. */
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
            className={WHOLE}
          >
            {value}
          </Link>
        )}
      </dd>
      <dd className="mt-0.5 truncate text-xs text-faint">{note}</dd>
    </div>
  )
}
