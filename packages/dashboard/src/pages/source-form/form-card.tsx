import type { ReactNode } from 'react'
import { Card } from '../../components/display/card.tsx'

/** A group of fields, with what they are about at its side. */
export function FormCard({
  title,
  about,
  children,
}: {
  title: string
  about?: ReactNode
  children: ReactNode
}) {
  return (
    <Card>
      <div className="grid gap-x-8 gap-y-4 pt-3 md:grid-cols-[13rem_minmax(0,1fr)]">
        <div>
          <h2 className="text-sm font-semibold">{title}</h2>
          {about !== undefined && <p className="mt-1 text-xs text-balance text-muted">{about}</p>}
        </div>
        <div className="min-w-0 space-y-4">{children}</div>
      </div>
    </Card>
  )
}
