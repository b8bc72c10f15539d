import { expect, it } from 'vitest'
import { readHostMessage, readPortalMessage } from './messages.ts'

it.each([
  { type: 'posthorn:ready' },
  { type: 'posthorn:need-session' },
  { type: 'posthorn:height', height: 640 },
  { type: 'posthorn:navigate', path: '/deliveries?status=failed' },
])('of a portal may be %j', (message) => {
  expect(readPortalMessage(message)).toEqual(message)
})

it.each([
  { type: 'posthorn:session', url: 'https://hooks.example.com/portal/plk_1#t=pls_1' },
  { type: 'posthorn:theme', mode: 'dark' },
])('for a portal may be %j', (message) => {
  expect(readHostMessage(message)).toEqual(message)
})

it.each([
  undefined,
  null,
  'posthorn:ready',
  {},
  { type: 'ready' },
  { type: 'posthorn:height' },
  { type: 'posthorn:height', height: -1 },
  { type: 'posthorn:height', height: Number.NaN },
  { type: 'posthorn:height', height: '640px' },
  { type: 'posthorn:navigate', path: 7 },
  { type: 'posthorn:session', url: {} },
  { type: 'posthorn:theme', mode: 'blue' },
])('is not %j', (value) => {
  expect([readPortalMessage(value), readHostMessage(value)]).toEqual([undefined, undefined])
})
