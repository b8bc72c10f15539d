import type { ReactNode } from 'react'

export interface MessageStateProps {
  icon: ReactNode
  title: string
  children?: ReactNode
  /** Buttons or links. */
  actions?: ReactNode
}

/** A message in place of content, in the middle of its surface. */
export function MessageState({ icon, title, children, actions }: MessageStateProps) {
  return (
    <div className="flex flex-col items-center px-6 py-12 text-center">
      <div
        aria-hidden
        className="mb-3 flex size-10 items-center justify-center rounded-full bg-quiet-soft text-muted"
      >
        {icon}
      </div>
      <p className="font-medium">{title}</p>
      {children !== undefined && (
        <div className="mt-1 max-w-md text-sm text-balance text-muted">{children}</div>
      )}
      {actions !== undefined && <div className="mt-4 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
