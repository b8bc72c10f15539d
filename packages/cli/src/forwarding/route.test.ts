import { describe, expect, it } from 'vitest'
import { parseRoute, parseTarget, targetOf } from './route.ts'

describe('the target of an event', () => {
  const forwardTo = new URL('http://localhost:3000/hooks')
  const routes = [
    'order.*=http://localhost:1/orders?a=b',
    'order.paid=http://localhost:2',
    'user.created=3',
  ].map(parseRoute)

  it.each([
    ['order.paid', 'http://localhost:1/orders?a=b'],
    ['user.created', 'http://localhost:3/'],
    ['order', 'http://localhost:3000/hooks'],
  ])('is the first route that matches, else that of all: %s', (type, url) => {
    expect(targetOf(type, { routes, forwardTo })?.href).toBe(url)
  })

  it('is missing when no route matches and there is none for all', () => {
    expect(targetOf('invoice.paid', { routes, forwardTo: undefined })).toBeUndefined()
  })
})

it.each([
  'order.*',
  '=http://localhost',
  'or der=http://localhost',
  'order.*=ftp://localhost',
  'order=localhost',
])('refuses the route %s', (text) => {
  expect(() => parseRoute(text)).toThrow('--route: expected')
})

it('takes a port for one of this machine', () => {
  expect(parseTarget('--forward-to', '3000').href).toBe('http://localhost:3000/')
})
