import { describe, expect, it } from 'vitest'
import { coresOf } from './idle.ts'

describe('the use of an idle installation', () => {
  it('is that of its services, and beside it that of PostgreSQL and Redis', () => {
    const used = { api: 20_000, worker: 30_000, ingest: 10_000, PostgreSQL: 50_000, Redis: 10_000, WAL: 999 }
    const { services, stores } = coresOf({ fromMs: 1000, toMs: 3000, used }) ?? {}
    expect(services).toBeCloseTo(0.03)
    expect(stores).toBeCloseTo(0.03)
  })

  it('includes a process of all services', () => {
    const { services } = coresOf({ fromMs: 0, toMs: 1000, used: { all: 20_000 } }) ?? {}
    expect(services).toBeCloseTo(0.02)
  })

  it('is unknown when the system does not report it', () => {
    expect(coresOf({ fromMs: 0, toMs: 1000, used: { WAL: 5 } })).toBeUndefined()
  })
})
