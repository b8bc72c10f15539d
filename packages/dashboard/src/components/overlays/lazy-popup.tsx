import { cloneElement, type ReactElement, type ReactNode, Suspense, useState } from 'react'

export interface LazyPopupProps {
  /** A button. */
  trigger: ReactElement<Record<string, unknown>>
  kind: 'menu' | 'dialog'
  /** The same button with what it opens, open at first. */
  children: ReactNode
}

/** A button whose popup is loaded when it is first wanted. */
export function LazyPopup({ trigger, kind, children }: LazyPopupProps) {
  const [isWanted, setWanted] = useState(false)
  const button = cloneElement(trigger, {
    'aria-haspopup': kind,
    'aria-expanded': isWanted,
    onClick: () => setWanted(true),
  })
  return isWanted ? <Suspense fallback={button}>{children}</Suspense> : button
}
