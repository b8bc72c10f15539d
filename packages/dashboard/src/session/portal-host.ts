import type { HostMessage, PortalMessage } from '@posthorn/portal/messages'
import { readHostMessage } from '@posthorn/portal/messages'

/** Undefined outside of frames, and where the browser does not reveal it. */
let origin: string | undefined

/**
 * The origin of the page that frames this document. The policy of the document lets only allowed origins frame it; the
 * browser delivers no message to another one.
 */
export function hostOrigin(): string | undefined {
  if (window.self === window.top) return undefined
  origin ??= ancestorOrigin() ?? URL.parse(document.referrer)?.origin
  return origin
}

/** Not in every browser. */
function ancestorOrigin(): string | undefined {
  return (location as { ancestorOrigins?: DOMStringList }).ancestorOrigins?.[0]
}

/** Sends a message to the page that frames this portal, if there is one. */
export function tellHost(message: PortalMessage): void {
  const target = hostOrigin()
  if (target !== undefined) window.parent.postMessage(message, target)
}

/** Calls back for each message of the page that frames this portal, and of no other window. */
export function onHostMessage(receive: (message: HostMessage) => void): void {
  window.addEventListener('message', ({ source, origin: from, data }) => {
    if (source !== window.parent || from !== hostOrigin()) return
    const message = readHostMessage(data)
    if (message !== undefined) receive(message)
  })
}
