import Fastify, { type HTTPMethods } from 'fastify'
import { describe, expect, it } from 'vitest'
import { assertAuditDeclared } from './audit.ts'

/** Declares one route in its own application. */
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

describe('a route without an audit action', () => {
  it.each<HTTPMethods>(['POST', 'PUT', 'PATCH', 'DELETE'])('is refused when it is a %s', (method) => {
    expect(() => declare(method, undefined)).toThrow(
      `${method} /things: declare its audit action as config.audit, or false if it is not audited`,
    )
  })

  it('is refused when one of its methods writes', () => {
    expect(() => declare(['GET', 'POST', 'PUT'], undefined)).toThrow('POST,PUT /things: declare')
  })

  it('is accepted when it only reads', () => {
    expect(() => declare(['GET', 'HEAD'], undefined)).not.toThrow()
  })
})

it.each<'thing.changed' | false>(['thing.changed', false])(
  'a write that declares %s is accepted',
  (audit) => {
    expect(() => declare('POST', audit)).not.toThrow()
  },
)
