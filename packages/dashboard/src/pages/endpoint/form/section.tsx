import type { ReactNode } from 'react'

/** A part of the form: its title and what it is about at the left, its fields at the right. */
export function Section({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  return (
    <section
      aria-label={title}
      className="grid gap-x-8 gap-y-4 border-t border-line px-4 py-6 first:border-t-0 sm:px-5 lg:grid-cols-[15rem_minmax(0,1fr)]"
    >
      <div>
        <h2 className="text-sm font-semibold">{title}</h2>
        <p className="mt-1 text-xs text-muted">{about}</p>
      </div>
      <div className="min-w-0 max-w-2xl space-y-5">{children}</div>
    </section>
  )
}
