import type { ReactNode } from 'react'
import { SessionGate } from '../../session/session-gate.tsx'
import { Shell } from '../../shell/shell.tsx'

/** What surrounds each page of the operator. */
export function OperatorShell({ children }: { children: ReactNode }) {
  return (
    <SessionGate>
      <Shell tenant={undefined}>{children}</Shell>
    </SessionGate>
  )
}
