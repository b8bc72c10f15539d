import { KeyId, type NewKey, ProblemError, TenantId } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import type { Maker } from '../http/principal.ts'
import { keyWithinBounds } from './key-bounds.ts'

const END = new Date('2026-12-01T00:00:00Z')
const LATER = new Date(END.getTime() + 1)
const EARLIER = new Date(END.getTime() - 1)

const manager = (bounds: { rateLimitPerSecond?: number; expiresAt?: Date }): Maker => ({
  kind: 'tenant',
  keyId: KeyId.parse('key_1'),
  tenantId: TenantId.parse('acme'),
  role: 'manage',
  rulesVersion: '1',
  rateLimitPerSecond: bounds.rateLimitPerSecond ?? null,
  expiresAt: bounds.expiresAt ?? null,
})
const newKey = (fields: Partial<NewKey>): NewKey => ({ role: 'manage', description: '', ...fields })

describe('a new key', () => {
  it.each<[name: string, maker: Maker, fields: Partial<NewKey>, perSecond: number | undefined, got: object]>([
    ['created by the admin', { kind: 'admin' }, {}, 5, { rateLimitPerSecond: null, expiresAt: null }],
    [
      'created by the admin',
      { kind: 'admin' },
      { rateLimitPerSecond: 10_000 },
      5,
      { rateLimitPerSecond: 10_000 },
    ],
    ['created by the admin', { kind: 'admin' }, { expiresAt: END }, undefined, { expiresAt: END }],
    ['with omitted fields', manager({}), {}, undefined, { rateLimitPerSecond: null, expiresAt: null }],
    ['with omitted fields', manager({ rateLimitPerSecond: 5 }), {}, undefined, { rateLimitPerSecond: 5 }],
    ['with omitted fields', manager({ rateLimitPerSecond: 5 }), {}, 100, { rateLimitPerSecond: 5 }],
    ['with omitted fields', manager({ expiresAt: END }), {}, undefined, { expiresAt: END }],
    [
      'with the same limit',
      manager({ rateLimitPerSecond: 5 }),
      { rateLimitPerSecond: 5 },
      1,
      { rateLimitPerSecond: 5 },
    ],
    [
      'with a lower limit',
      manager({ rateLimitPerSecond: 5 }),
      { rateLimitPerSecond: 4 },
      1,
      { rateLimitPerSecond: 4 },
    ],
    ['with the same expiry', manager({ expiresAt: END }), { expiresAt: END }, 1, { expiresAt: END }],
    [
      'with an earlier expiry',
      manager({ expiresAt: END }),
      { expiresAt: EARLIER },
      1,
      { expiresAt: EARLIER },
    ],
    [
      'created by an unlimited key',
      manager({}),
      { rateLimitPerSecond: 9 },
      undefined,
      { rateLimitPerSecond: 9 },
    ],
    ['within the configured limit', manager({}), { rateLimitPerSecond: 9 }, 9, { rateLimitPerSecond: 9 }],
    ['without its own limit', manager({}), { rateLimitPerSecond: null }, 9, { rateLimitPerSecond: null }],
  ])('is allowed %s: %#', (_name, maker, fields, perSecond, got) => {
    expect(keyWithinBounds(newKey(fields), maker, perSecond)).toMatchObject(got)
  })

  it.each<
    [name: string, maker: Maker, fields: Partial<NewKey>, perSecond: number | undefined, field: string]
  >([
    [
      'with a higher limit',
      manager({ rateLimitPerSecond: 5 }),
      { rateLimitPerSecond: 6 },
      undefined,
      'rateLimitPerSecond',
    ],
    [
      'with a higher limit',
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
    ['above the configured limit', manager({}), { rateLimitPerSecond: 10 }, 9, 'rateLimitPerSecond'],
    ['with a later expiry', manager({ expiresAt: END }), { expiresAt: LATER }, 1, 'expiresAt'],
    ['without an expiry', manager({ expiresAt: END }), { expiresAt: null }, 1, 'expiresAt'],
  ])('is refused %s: %#', (_name, maker, fields, perSecond, field) => {
    expect(() => keyWithinBounds(newKey(fields), maker, perSecond)).toThrow(ProblemError)
    expect(() => keyWithinBounds(newKey(fields), maker, perSecond)).toThrow(`${field}: your key `)
  })
})
