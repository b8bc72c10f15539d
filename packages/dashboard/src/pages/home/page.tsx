import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Loading } from '../../components/states/loading.tsx'
import { openedPortal } from '../../session/open-portal.ts'
import { SessionGate, useSession } from '../../session/session-gate.tsx'
import { firstPageOf } from './first-page.ts'

export function HomePage() {
  return (
    <SessionGate>
      <FirstPage />
    </SessionGate>
  )
}

function FirstPage() {
  const { tenantId } = useSession()
  const router = useRouter()
  useEffect(() => {
    void router.navigate({ href: firstPageOf(tenantId, openedPortal()?.next ?? null), replace: true })
  }, [router, tenantId])
  return <Loading />
}
