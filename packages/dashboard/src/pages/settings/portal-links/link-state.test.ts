import { expect, it } from 'vitest'
import { linkStateOf } from './link-state.ts'

const NOW = Date.parse('2026-11-28T12:00:00Z')
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString()
const link = { sessionTtlSeconds: 3_600, singleUse: true }

it.each([
  ['waits to be opened', { ...link, expiresAt: at(5), usedAt: null }, 'waiting'],
  ['was never opened in time', { ...link, expiresAt: at(-1), usedAt: null }, 'ended'],
  ['has opened a portal', { ...link, expiresAt: at(5), usedAt: at(-10) }, 'in-use'],
  ['has opened a portal that has ended', { ...link, expiresAt: at(-90), usedAt: at(-61) }, 'ended'],
  ['may be opened again', { ...link, singleUse: false, expiresAt: at(5), usedAt: at(-120) }, 'open'],
] as const)('%s', (_name, times, state) => {
  expect(linkStateOf(times, NOW)).toBe(state)
})
