import type { ReactNode } from 'react'
import { classes } from '../classes.ts'

export interface CardProps {
  title?: ReactNode
  /** Beside the title, at the end of its line. */
  aside?: ReactNode
  className?: string
  /** Without padding, for tables that reach its edges. */
  isFlush?: boolean
  children: ReactNode
}

/** A group of related content on a surface. */
export function Card({ title, aside, className, isFlush = false, children }: CardProps) {
  return (
    <section className={classes('min-w-0 rounded-lg border border-line bg-surface shadow-card', className)}>
      {title !== undefined && (
        <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 pt-2.5 pb-1">
          <h2 className="text-sm font-semibold">{title}</h2>
          {aside}
        </header>
      )}
      <div className={isFlush ? '' : 'px-4 pt-2 pb-4'}>{children}</div>
    </section>
  )
}
