import type { QueryClient } from '@tanstack/react-query'
import { setPreferences } from '../preferences/preferences.ts'
import { openedPortal, renewPortal } from './open-portal.ts'
import { pathInPortal } from './path-in-portal.ts'
import { hostOrigin, onHostMessage, tellHost } from './portal-host.ts'
import { sessionQuery } from './session.ts'

/** What this needs of the router. */
interface Navigation {
  subscribe: (event: 'onResolved', listener: (event: { toLocation: { href: string } }) => void) => unknown
  navigate: (to: { href: string }) => Promise<void>
}

/** Connects a portal with the page that frames it: `packages/portal` has its side. */
export function connectPortal(router: Navigation, client: QueryClient): void {
  if (hostOrigin() === undefined) return
  onHostMessage((message) => {
    switch (message.type) {
      case 'posthorn:theme':
        setPreferences({ theme: message.mode })
        return
      case 'posthorn:session':
        void renewSession(message.url, router, client)
    }
  })
  router.subscribe('onResolved', ({ toLocation }) => {
    const path = pathInPortal(toLocation.href)
    if (path !== undefined) tellHost({ type: 'posthorn:navigate', path })
  })
  watchHeight((height) => tellHost({ type: 'posthorn:height', height }))
  tellHost({ type: 'posthorn:ready' })
}

/** Goes on with the session of a new link: on this page, or at the start if the link is of another tenant. */
async function renewSession(url: string, router: Navigation, client: QueryClient): Promise<void> {
  const before = openedPortal()?.tenantId
  // A link that cannot be opened leaves everything as it is.
  const opened = await renewPortal(url).catch(() => undefined)
  if (opened === undefined) return
  if (before !== undefined && before !== opened.tenantId) {
    client.clear()
    await router.navigate({ href: '/' })
    return
  }
  await client.resetQueries({ queryKey: sessionQuery.queryKey })
  await client.invalidateQueries()
}

/** The height of the content; that of the document is at least that of the frame. */
function watchHeight(notify: (height: number) => void): void {
  let notified = 0
  const measure = () => {
    const content = document.querySelector('#content')
    if (content === null) return
    const height = Math.ceil(content.getBoundingClientRect().bottom + window.scrollY)
    if (height === notified) return
    notified = height
    notify(height)
  }
  new ResizeObserver(measure).observe(document.body)
  new MutationObserver(() => requestAnimationFrame(measure)).observe(document.body, {
    childList: true,
    subtree: true,
  })
}
