import { Navigate } from '@tanstack/react-router'
import { SessionGate, useSession } from '../../session/session-gate.tsx'

export function HomePage() {
  return (
    <SessionGate>
      <FirstPage />
    </SessionGate>
  )
}

function FirstPage() {
  const { tenantId } = useSession()
  if (tenantId === null) return <Navigate to="/operator" replace />
  return <Navigate to="/t/$tenant" params={{ tenant: tenantId }} replace />
}
