import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { createContext, type ReactNode, useContext, useEffect } from 'react'
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
  if (data !== undefined) return <SessionContext value={data}>{children}</SessionContext>
  if (error === null) return <Loading />
  if (!isSignedOut(error)) return <ErrorState error={error} what="session" onRetry={() => void refetch()} />
  return isPortal() ? <PortalEnded /> : <ToSignIn />
}

/** Goes to the sign-in page, which leads back to this one. */
function ToSignIn() {
  const router = useRouter()
  useEffect(() => {
    const { href, pathname } = router.state.location
    const search = pathname === '/' ? {} : { next: href }
    if (pathname !== '/sign-in') void router.navigate({ to: '/sign-in', search, replace: true })
  }, [router])
  return <Loading />
}

/** The session, below a `SessionGate`. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('useSession is only for what a SessionGate shows')
  return session
}
