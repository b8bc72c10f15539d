import Fastify, { type HTTPMethods } from 'fastify'
import { describe, expect, it } from 'vitest'
import { assertAuditDeclared } from './audit.ts'

/** Declares one route in an application of its own. */
function declare(method: HTTPMethods | HTTPMethods[], audit: 'thing.changed' | false | undefined) {
  const app = Fastify()
  app.addHook('onRoute', assertAuditDeclared)
  app.route({
    method,
    url: '/things',
    config: audit === undefined ? {} : { audit },
    handler: () => '',
  })
}

describe('a route that does not say what the audit log calls it', () => {
  it.each<HTTPMethods>(['POST', 'PUT', 'PATCH', 'DELETE'])('does not start when it is a %s', (method) => {
    expect(() => declare(method, undefined)).toThrow(
      `${method} /things: declare what the audit log calls it, as config.audit; false if it is not kept there`,
    )
  })

  it('does not start when it is a write among reads', () => {
    expect(() => declare(['GET', 'POST', 'PUT'], undefined)).toThrow('POST,PUT /things: declare')
  })

  it('starts when it only reads', () => {
    expect(() => declare(['GET', 'HEAD'], undefined)).not.toThrow()
  })
})

it.each<'thing.changed' | false>(['thing.changed', false])('a write that says %s starts', (audit) => {
  expect(() => declare('POST', audit)).not.toThrow()
})
