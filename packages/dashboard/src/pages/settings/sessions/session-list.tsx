import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Card } from '../../../components/display/card.tsx'
import { ConfirmDialog } from '../../../components/overlays/confirm-dialog.tsx'
import { useToasts } from '../../../components/overlays/toasts.tsx'
import { EmptyState } from '../../../components/states/states.tsx'
import { PagedTable } from '../../../components/table/paged-table.tsx'
import { metaQuery } from '../../../data/managing/health.ts'
import { type BrowserSession, endSession, sessionsKey, useSessions } from '../../../data/managing/sessions.ts'
import { sessionColumns } from './columns.tsx'

/** The browsers that are signed in, each with a button that signs it out. */
export function SessionList() {
  const list = useSessions()
  const { data: meta } = useQuery(metaQuery)
  const [ending, setEnding] = useState<BrowserSession | undefined>()
  const currentId = meta?.caller.sessionId ?? undefined
  const columns = useMemo(() => sessionColumns(currentId, setEnding), [currentId])
  return (
    <>
      <Card
        title="Sessions"
        aside={<span className="text-xs text-faint">browsers that are signed in</span>}
        isFlush
      >
        <PagedTable
          label="Sessions"
          columns={columns}
          list={list}
          empty={<EmptyState title="No sessions">Browsers that sign in appear here.</EmptyState>}
        />
      </Card>
      {ending !== undefined && <EndSessionDialog of={ending} onClose={() => setEnding(undefined)} />}
    </>
  )
}

function EndSessionDialog({ of, onClose }: { of: BrowserSession; onClose: () => void }) {
  const client = useQueryClient()
  const toasts = useToasts()
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => endSession(of.id),
    onSuccess: async () => {
      toasts.succeeded('Session ended', 'The browser is signed out with its next request.')
      onClose()
      await client.invalidateQueries({ queryKey: sessionsKey })
    },
  })
  return (
    <ConfirmDialog
      title="End this session?"
      description="Its browser is signed out, and needs the key or another link to continue."
      action="End the session"
      isBusy={isPending}
      problem={error?.message}
      onConfirm={() => mutate()}
      onClose={onClose}
    />
  )
}
