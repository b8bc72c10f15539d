import { type CSSProperties, createElement, useEffect, useRef } from 'react'
import { type GetSession, type Mode, PosthornPortal } from './index.ts'

export interface PortalProps {
  /** The URL of a portal link. Without it, `getSession` is called at once. */
  src?: string
  getSession?: GetSession
  mode?: Mode
  /** For screen readers. */
  title?: string
  /** As high as its content, up to `maxHeight` in pixels. */
  autoHeight?: boolean
  maxHeight?: number
  className?: string
  style?: CSSProperties
  onReady?: () => void
  /** @param path as `next` of a portal link has it */
  onNavigate?: (path: string) => void
  onNeedSession?: () => void
}

/** Shows a portal, as `<posthorn-portal>` does. */
export function Portal(props: PortalProps) {
  const { src, getSession, mode, title, autoHeight = false, maxHeight, className, style } = props
  const element = useRef<PosthornPortal>(null)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
    if (element.current !== null) element.current.getSession = getSession
  })
  useEffect(() => {
    const portal = element.current
    if (portal === null) return
    const events = new AbortController()
    const on = (name: string, listener: (event: Event) => void) =>
      portal.addEventListener(name, listener, { signal: events.signal })
    on('ready', () => latest.current.onReady?.())
    on('need-session', () => latest.current.onNeedSession?.())
    on('navigate', (event) => {
      if (event instanceof CustomEvent) latest.current.onNavigate?.(event.detail.path)
    })
    return () => events.abort()
  }, [])
  return createElement('posthorn-portal', {
    ref: element,
    src,
    mode,
    title,
    'auto-height': autoHeight ? '' : undefined,
    'max-height': maxHeight,
    class: className,
    style,
  })
}
