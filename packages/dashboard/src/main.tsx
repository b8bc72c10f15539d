import './styles/base.css'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { styleNonce } from './app/nonce.ts'
import { createDashboardRouter } from './app/router.tsx'
import { createQueryClient } from './data/query-client.ts'
import { currentPreferences } from './preferences/preferences.ts'
import { applyTheme } from './preferences/theme.ts'
import { connectPortal } from './session/connect-portal.ts'
import { takePortalSecret } from './session/open-portal.ts'
import { isPortal } from './session/portal.ts'

applyTheme(currentPreferences().theme)
if (isPortal()) takePortalSecret()
const queryClient = createQueryClient()
const router = createDashboardRouter(queryClient)
const root = document.querySelector('#root')
if (isPortal()) connectPortal(router, queryClient)
if (root === null) throw new Error('index.html has no #root')

createRoot(root).render(
  <StrictMode>
    <CSPProvider nonce={styleNonce()}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
)
