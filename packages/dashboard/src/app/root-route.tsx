import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, Outlet } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'
import { Toasts } from '../components/overlays/toasts.tsx'
import { MessageState } from '../components/states/message-state.tsx'
import { ErrorState } from '../components/states/states.tsx'
import { useDocumentTheme } from '../preferences/theme.ts'

/** The parent of all pages. */
export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Root,
  notFoundComponent: () => (
    <MessageState icon={<SearchX size={18} />} title="No such page">
      Check the address.
    </MessageState>
  ),
  errorComponent: ({ error, reset }) => <ErrorState error={error} what="page" onRetry={reset} />,
})

function Root() {
  useDocumentTheme()
  return (
    <Toasts>
      <Outlet />
    </Toasts>
  )
}
