import type { ReactNode } from 'react'

/** The title of a page, with its actions at the end of the line. */
export function PageHeader({
  title,
  above,
  children,
}: {
  title: ReactNode
  /** Links to the pages above. */
  above?: ReactNode
  children?: ReactNode
}) {
  return (
    <header className="mb-5 flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
      <div className="min-w-0">
        {above !== undefined && <div className="mb-1 text-xs text-faint">{above}</div>}
        <h1 className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-lg font-semibold tracking-tight">
          {title}
        </h1>
      </div>
      {children !== undefined && <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </header>
  )
}
