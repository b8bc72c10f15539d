import { KeyId, type NewKey, ProblemError, TenantId } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import type { Principal } from '../http/authorize.ts'
import { keyWithinBounds } from './key-bounds.ts'

const END = new Date('2026-12-01T00:00:00Z')
const LATER = new Date(END.getTime() + 1)
const EARLIER = new Date(END.getTime() - 1)

const manager = (bounds: { rateLimitPerSecond?: number; expiresAt?: Date }): Principal => ({
  kind: 'tenant',
  keyId: KeyId.parse('key_1'),
  tenantId: TenantId.parse('acme'),
  role: 'manage',
  rulesVersion: '1',
  rateLimitPerSecond: bounds.rateLimitPerSecond ?? null,
  expiresAt: bounds.expiresAt ?? null,
})
const asked = (fields: Partial<NewKey>): NewKey => ({ role: 'manage', description: '', ...fields })

describe('a new key', () => {
  it.each<
    [name: string, maker: Principal, fields: Partial<NewKey>, perSecond: number | undefined, got: object]
  >([
    ['of the admin', { kind: 'admin' }, {}, 5, { rateLimitPerSecond: null, expiresAt: null }],
    ['of the admin', { kind: 'admin' }, { rateLimitPerSecond: 10_000 }, 5, { rateLimitPerSecond: 10_000 }],
    ['of the admin', { kind: 'admin' }, { expiresAt: END }, undefined, { expiresAt: END }],
    ['that leaves it out', manager({}), {}, undefined, { rateLimitPerSecond: null, expiresAt: null }],
    ['that leaves it out', manager({ rateLimitPerSecond: 5 }), {}, undefined, { rateLimitPerSecond: 5 }],
    ['that leaves it out', manager({ rateLimitPerSecond: 5 }), {}, 100, { rateLimitPerSecond: 5 }],
    ['that leaves it out', manager({ expiresAt: END }), {}, undefined, { expiresAt: END }],
    [
      'with as much',
      manager({ rateLimitPerSecond: 5 }),
      { rateLimitPerSecond: 5 },
      1,
      { rateLimitPerSecond: 5 },
    ],
    [
      'with less',
      manager({ rateLimitPerSecond: 5 }),
      { rateLimitPerSecond: 4 },
      1,
      { rateLimitPerSecond: 4 },
    ],
    ['with the same end', manager({ expiresAt: END }), { expiresAt: END }, 1, { expiresAt: END }],
    ['with an earlier end', manager({ expiresAt: END }), { expiresAt: EARLIER }, 1, { expiresAt: EARLIER }],
    ['of one without bounds', manager({}), { rateLimitPerSecond: 9 }, undefined, { rateLimitPerSecond: 9 }],
    ['within the configuration', manager({}), { rateLimitPerSecond: 9 }, 9, { rateLimitPerSecond: 9 }],
    ['with none of its own', manager({}), { rateLimitPerSecond: null }, 9, { rateLimitPerSecond: null }],
  ])('may be one %s: %#', (_name, maker, fields, perSecond, got) => {
    expect(keyWithinBounds(asked(fields), maker, perSecond)).toMatchObject(got)
  })

  it.each<
    [name: string, maker: Principal, fields: Partial<NewKey>, perSecond: number | undefined, field: string]
  >([
    [
      'with more',
      manager({ rateLimitPerSecond: 5 }),
      { rateLimitPerSecond: 6 },
      undefined,
      'rateLimitPerSecond',
    ],
    [
      'with more',
      manager({ rateLimitPerSecond: 5 }),
      { rateLimitPerSecond: 10_000 },
      10_000,
      'rateLimitPerSecond',
    ],
    [
      'without a limit',
      manager({ rateLimitPerSecond: 5 }),
      { rateLimitPerSecond: null },
      1,
      'rateLimitPerSecond',
    ],
    ['beyond the configuration', manager({}), { rateLimitPerSecond: 10 }, 9, 'rateLimitPerSecond'],
    ['with a later end', manager({ expiresAt: END }), { expiresAt: LATER }, 1, 'expiresAt'],
    ['without an end', manager({ expiresAt: END }), { expiresAt: null }, 1, 'expiresAt'],
  ])('may not be one %s: %#', (_name, maker, fields, perSecond, field) => {
    expect(() => keyWithinBounds(asked(fields), maker, perSecond)).toThrow(ProblemError)
    expect(() => keyWithinBounds(asked(fields), maker, perSecond)).toThrow(`${field}: your key `)
  })
})
