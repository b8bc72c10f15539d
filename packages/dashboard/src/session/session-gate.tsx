import { useQuery } from '@tanstack/react-query'
import { Navigate, useLocation } from '@tanstack/react-router'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { Loading } from '../components/states/loading.tsx'
import { ErrorState } from '../components/states/states.tsx'
import { isSignedOut } from '../data/client.ts'
import { isPortal } from './portal.ts'
import { PortalEnded } from './portal-ended.tsx'
import { type Session, sessionQuery } from './session.ts'

const SessionContext = createContext<Session | undefined>(undefined)

/** Shows its children with a session, and the sign-in page without. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useQuery(sessionQuery)
  const location = useLocation()
  // Of the page that was opened: until the sign-in page has loaded, this one is still shown.
  const [opened] = useState(location.href)
  if (data !== undefined) return <SessionContext value={data}>{children}</SessionContext>
  if (error === null) return <Loading />
  if (!isSignedOut(error)) return <ErrorState error={error} what="session" onRetry={() => void refetch()} />
  return isPortal() ? (
    <PortalEnded />
  ) : (
    <Navigate to="/sign-in" search={opened === '/' ? {} : { next: opened }} replace />
  )
}

/** The session, below a `SessionGate`. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('useSession is only for what a SessionGate shows')
  return session
}
