/** A message of a portal to the page that frames it. */
export type PortalMessage =
  /** It can take messages: sent once by each document. */
  | { type: 'posthorn:ready' }
  /** Its content has another height. */
  | { type: 'posthorn:height'; height: number }
  /** It shows another page: a path as `next` of a portal link has it. */
  | { type: 'posthorn:navigate'; path: string }
  /** Its session has ended, or it has none: it waits for `posthorn:session`. */
  | { type: 'posthorn:need-session' }

/** A message of the page to the portal in its frame. */
export type HostMessage =
  /** The URL of a new portal link. */
  { type: 'posthorn:session'; url: string } | { type: 'posthorn:theme'; mode: Mode }

export type Mode = 'light' | 'dark' | 'system'

const MODES: readonly unknown[] = ['light', 'dark', 'system'] satisfies Mode[]
const HEIGHT_MAX = 1_000_000

/** A message of a portal; undefined for any other value. */
export function readPortalMessage(value: unknown): PortalMessage | undefined {
  const { type, height, path } = membersOf(value)
  if (type === 'posthorn:ready' || type === 'posthorn:need-session') return { type }
  if (type === 'posthorn:navigate' && typeof path === 'string') return { type, path }
  const isHeight = typeof height === 'number' && height >= 0 && height <= HEIGHT_MAX
  return type === 'posthorn:height' && isHeight ? { type, height } : undefined
}

/** A message for a portal; undefined for any other value. */
export function readHostMessage(value: unknown): HostMessage | undefined {
  const { type, url, mode } = membersOf(value)
  if (type === 'posthorn:session' && typeof url === 'string') return { type, url }
  return type === 'posthorn:theme' && isMode(mode) ? { type, mode } : undefined
}

/** Whether a value names a mode. */
export function isMode(value: unknown): value is Mode {
  return MODES.includes(value)
}

function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
