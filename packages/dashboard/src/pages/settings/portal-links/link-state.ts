import type { Tone } from '../../../components/display/badge.tsx'
import type { PortalLink } from '../../../data/managing/portal-links.ts'

export type LinkState = 'waiting' | 'open' | 'in-use' | 'ended'

export const LINK_STATES: Record<LinkState, { tone: Tone; text: string }> = {
  waiting: { tone: 'info', text: 'Not opened' },
  open: { tone: 'ok', text: 'Open' },
  'in-use': { tone: 'ok', text: 'In use' },
  ended: { tone: 'quiet', text: 'Ended' },
}

type LinkTimes = Pick<PortalLink, 'expiresAt' | 'usedAt' | 'singleUse' | 'sessionTtlSeconds'>

/**
 * What a link is good for: it waits to be opened, stays open for several, or has opened a portal that may still be in
 * use. A portal that was left for 8 hours has ended before.
 */
export function linkStateOf(
  { expiresAt, usedAt, singleUse, sessionTtlSeconds }: LinkTimes,
  now: number,
): LinkState {
  const isExpired = Date.parse(expiresAt) <= now
  if (usedAt == null) return isExpired ? 'ended' : 'waiting'
  if (!singleUse && !isExpired) return 'open'
  return Date.parse(usedAt) + sessionTtlSeconds * 1_000 > now ? 'in-use' : 'ended'
}
