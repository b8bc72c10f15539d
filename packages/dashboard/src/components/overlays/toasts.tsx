import { Toast } from '@base-ui/react/toast'
import { CircleAlert, CircleCheck, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { problemOf } from '../../data/problem.ts'

/** Provides toasts, and shows them. */
export function Toasts({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider timeout={6_000}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-4 z-50 flex w-[calc(100vw-2rem)] max-w-sm flex-col gap-2">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function ToastList() {
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className="rounded-lg bg-surface text-ink shadow-float transition-[opacity,translate] duration-200 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0"
    >
      <Toast.Content className="flex items-start gap-2.5 p-3">
        <span aria-hidden className="mt-0.5">
          {toast.type === 'error' ? (
            <CircleAlert size={16} className="text-bad-mark" />
          ) : (
            <CircleCheck size={16} className="text-ok-mark" />
          )}
        </span>
        <div className="min-w-0 flex-1">
          <Toast.Title className="text-sm font-medium" />
          <Toast.Description className="text-sm text-muted" />
        </div>
        <Toast.Close aria-label="Dismiss" className="rounded p-0.5 text-faint hover:text-ink">
          <X size={14} aria-hidden />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}

/** Says what was done, or why it was not. */
export function useToasts() {
  const { add } = Toast.useToastManager()
  return {
    succeeded: (title: string, description?: ReactNode) => void add({ title, description }),
    failed: (error: unknown) => {
      const { title, message } = problemOf(error)
      add({ type: 'error', title, description: message, priority: 'high' })
    },
  }
}
