import { newId, TenantId } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { type Claims, RelayConnection } from './relay-connection.ts'

/** A connection whose claims are given, one after the other. */
function connectionWith(claims: Claims<string>[]) {
  let count = 0
  const listener = {
    tenantId: TenantId.parse('acme'),
    endpointId: newId('endpoint'),
    connectionId: newId('relayConnection'),
  }
  const connection = new RelayConnection<string>(listener, async () => {
    count += 1
    return claims.shift() ?? { deliveries: [], hasMore: false }
  })
  return { connection, claimed: () => count }
}

describe('a connection', () => {
  it('claims at once what waits, and then only after a notification', async () => {
    const { connection, claimed } = connectionWith([{ deliveries: ['a'], hasMore: false }])
    expect(await connection.next(1)).toEqual(['a'])
    expect(await connection.next(1)).toEqual([])
    expect(claimed()).toBe(1)
  })

  it('wakes when it is notified', async () => {
    const { connection } = connectionWith([
      { deliveries: [], hasMore: false },
      { deliveries: ['a'], hasMore: false },
    ])
    const next = connection.next(60_000)
    setImmediate(() => connection.notify())
    expect(await next).toEqual(['a'])
  })

  it('claims again at once while there is more', async () => {
    const { connection } = connectionWith([
      { deliveries: ['a'], hasMore: true },
      { deliveries: ['b'], hasMore: false },
    ])
    expect([await connection.next(1), await connection.next(1)]).toEqual([['a'], ['b']])
  })

  it('claims seldom while nothing is found, however many notifications come', async () => {
    const { connection, claimed } = connectionWith([])
    const storm = setInterval(() => connection.notify(), 1)
    await connection.next(250)
    clearInterval(storm)
    expect(claimed()).toBeLessThan(5)
  })

  it('claims less and less often while there is no room', async () => {
    const full = Array.from({ length: 100 }, () => ({ deliveries: [], hasMore: true }))
    const { connection, claimed } = connectionWith(full)
    await connection.next(1_000)
    expect(claimed()).toBeLessThanOrEqual(4)
  })

  it('ends once, and ends the waiting', async () => {
    const { connection } = connectionWith([])
    const next = connection.next(60_000)
    setImmediate(() => connection.end('superseded'))
    expect(await next).toEqual([])
    connection.end('ended')
    expect(connection.state).toBe('superseded')
  })
})
