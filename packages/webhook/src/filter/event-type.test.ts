import { describe, expect, it } from 'vitest'
import { isEventType, isEventTypePattern, isReservedEventType, matchesEventType } from './event-type.ts'

const INVALID = [
  '',
  '.',
  '.a',
  'a.',
  'a..b',
  'a b',
  'a/b',
  'a:b',
  'ä',
  'a\n',
  'a.*.b',
  '*.a',
  'a*',
  '**',
  '.*',
  'a..*',
]

describe('isEventType', () => {
  it.each(['order', 'order.completed', 'A-1_b.C.0', '-', 'x'.repeat(128)])('accepts %j', (text) => {
    expect(isEventType(text)).toBe(true)
  })

  it.each([...INVALID, '*', 'order.*', 'x'.repeat(129), 'x.'.repeat(500_000)])('rejects %j', (text) => {
    expect(isEventType(text)).toBe(false)
  })
})

describe('isEventTypePattern', () => {
  it.each(['*', 'order', 'order.completed', 'order.*', 'order.item.*', 'posthorn.*', `${'x'.repeat(126)}.*`])(
    'accepts %j',
    (text) => {
      expect(isEventTypePattern(text)).toBe(true)
    },
  )

  it.each([...INVALID, `${'x'.repeat(127)}.*`, 'x'.repeat(129)])('rejects %j', (text) => {
    expect(isEventTypePattern(text)).toBe(false)
  })
})

describe('isReservedEventType', () => {
  it.each([
    ['posthorn', true],
    ['posthorn.test', true],
    ['posthorn.endpoint.failing', true],
    ['posthorns', false],
    ['posthorn_test', false],
    ['Posthorn.test', false],
    ['my.posthorn.test', false],
    ['', false],
  ])('%j: %s', (type, expected) => {
    expect(isReservedEventType(type)).toBe(expected)
  })
})

describe('matchesEventType', () => {
  it.each([
    [['*'], 'order.completed'],
    [['*'], 'posthorns.test'],
    [['order.completed'], 'order.completed'],
    [['order.*'], 'order.completed'],
    [['order.*'], 'order.item.added'],
    [['order.item.*'], 'order.item.added'],
    [['user.*', 'order.completed'], 'order.completed'],
    [['posthorn.*'], 'posthorn.endpoint.failing'],
    [['posthorn.endpoint.*'], 'posthorn.endpoint.disabled'],
    [['*', 'posthorn.delivery.exhausted'], 'posthorn.delivery.exhausted'],
  ])('%j matches %s', (patterns, type) => {
    expect(matchesEventType(patterns, type)).toBe(true)
  })

  it.each([
    [[], 'order'],
    [['order.*'], 'order'],
    [['order.*'], 'orders.x'],
    [['order.*'], 'reorder.x'],
    [['order.item.*'], 'order.completed'],
    [['order'], 'order.completed'],
    [['order.completed'], 'order'],
    [['Order.*'], 'order.completed'],
    [['*'], 'posthorn'],
    [['*'], 'posthorn.test'],
    [['posthorn.endpoint.*'], 'posthorn.delivery.exhausted'],
    [['order*'], 'orders'],
    [['o.*r'], 'order'],
  ])('%j does not match %s', (patterns, type) => {
    expect(matchesEventType(patterns, type)).toBe(false)
  })
})
