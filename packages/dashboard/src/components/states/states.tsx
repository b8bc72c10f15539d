import { Archive, CircleAlert, Inbox, SearchX, ShieldX, WifiOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { problemOf } from '../../data/problem.ts'
import { Button } from '../actions/button.tsx'
import { Id } from '../display/id.tsx'
import { MessageState } from './message-state.tsx'

/** A list without rows. */
export function EmptyState({
  title,
  children,
  actions,
}: {
  title: string
  children?: ReactNode
  actions?: ReactNode
}) {
  return (
    <MessageState icon={<Inbox size={18} />} title={title} actions={actions}>
      {children}
    </MessageState>
  )
}

/** What is no longer kept. The API does not say whether a person or the end of its retention period removed it. */
export function Removed({ what, why }: { what: string; why?: string }) {
  return (
    <MessageState icon={<Archive size={18} />} title={`This ${what} was removed`}>
      {why ?? 'By a person, or after its retention period.'}
    </MessageState>
  )
}

/** What a failed request says, and how to go on. */
export function ErrorState({ error, what, onRetry }: { error: unknown; what: string; onRetry?: () => void }) {
  const problem = problemOf(error)
  if (problem.code === 'expired') return <Removed what={what} why={problem.message} />
  if (problem.status === 404) {
    return (
      <MessageState icon={<SearchX size={18} />} title={`No such ${what}`}>
        It does not exist, was deleted, or belongs to another tenant.
      </MessageState>
    )
  }
  const icons: Record<number, ReactNode> = { 0: <WifiOff size={18} />, 403: <ShieldX size={18} /> }
  return (
    <div role="alert">
      <MessageState
        icon={icons[problem.status] ?? <CircleAlert size={18} />}
        title={problem.title}
        {...(onRetry === undefined ? {} : { actions: <Button onClick={onRetry}>Try again</Button> })}
      >
        <p>{problem.message}</p>
        {problem.requestId !== undefined && (
          <p className="mt-2 flex items-center justify-center gap-1 text-xs">
            Request <Id id={problem.requestId} />
          </p>
        )}
      </MessageState>
    </div>
  )
}
