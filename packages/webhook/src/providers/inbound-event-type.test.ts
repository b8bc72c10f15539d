import { describe, expect, it } from 'vitest'
import { isEventType, isReservedEventType } from '../filter/event-type.ts'
import { inboundEventType } from './inbound-event-type.ts'

describe('inboundEventType', () => {
  it.each([
    ['stripe', 'payment_intent.succeeded', 'stripe.payment_intent.succeeded'],
    ['github', 'pull_request.opened', 'github.pull_request.opened'],
    ['', 'invoice.paid', 'invoice.paid'],
    ['a.b', 'c', 'a.b.c'],
    ['', 'user/created: now', 'user_created__now'],
    ['', 'é💥\u0000', '___'],
    ['', '\ud800', '_'],
    ['stripe.', '.a..b.', 'stripe.a.b'],
    ['p', '...', 'p.unknown'],
    ['', '...', 'unknown'],
    ['', '', 'unknown'],
    ['', 'x'.repeat(300), 'x'.repeat(128)],
    ['p', `${'x'.repeat(125)}.tail`, `p.${'x'.repeat(125)}`],
    ['', 'posthorn.endpoint.disabled', 'posthorn_.endpoint.disabled'],
    ['posthorn', 'test', 'posthorn_.test'],
    ['', '..posthorn', 'posthorn_'],
    ['mine', 'posthorn.test', 'mine.posthorn.test'],
  ])('%j and %j give %j', (prefix, providerType, expected) => {
    const type = inboundEventType({ prefix, providerType })
    expect(type).toBe(expected)
    expect(isEventType(type)).toBe(true)
    expect(isReservedEventType(type)).toBe(false)
  })
})
