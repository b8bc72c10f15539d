import { PageHeader } from '../../../shell/page-header.tsx'
import { SessionList } from '../../settings/sessions/session-list.tsx'
import { OperatorShell } from '../operator-shell.tsx'

export function OperatorSessionsPage() {
  return (
    <OperatorShell>
      <PageHeader title="Sessions" />
      <SessionList />
    </OperatorShell>
  )
}
