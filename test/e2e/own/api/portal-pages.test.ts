import { createPortalPages } from '@posthorn/api/portal-pages'
import { newId, type PortalLinkId, TenantId } from '@posthorn/contracts'
import { createPortalLink, type Database, deletePortalLink, putTenant } from '@posthorn/database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../harness/database/database.ts'
import { openDatabase } from '../../../harness/database/open-database.ts'

const TENANT = TenantId.parse('acme')
const ADMIN_TAG = Uint8Array.of(1)
const OWN = ['https://app.example.com', 'https://admin.example.com:8443']
const OF_TENANT = ['https://portal.example.com']
const CONFIGURED = ['https://intranet.example.com']

const tenantWith = (portalOrigins: string[]) => ({
  name: null,
  metadata: {},
  strictEventTypes: false,
  retentionDays: null,
  portalOrigins,
})

describe('the document of a portal link may be framed', () => {
  let testDatabase: TestDatabase
  let database: Database
  beforeAll(async () => {
    testDatabase = await createTestDatabase()
    database = openDatabase(testDatabase, { poolMax: 1, statementMsMax: 5000 })
    await putTenant(database, TENANT, tenantWith([]))
  })
  afterAll(async () => {
    await database.close()
    await testDatabase.drop()
  })

  async function linkWith(allowedOrigins: string[]): Promise<PortalLinkId> {
    const { id } = await createPortalLink(database, TENANT, {
      id: newId('portalLink'),
      secretHash: new Uint8Array(32),
      maker: 'admin',
      adminTag: ADMIN_TAG,
      role: 'read',
      linkTtlSeconds: 600,
      sessionTtlSeconds: 3600,
      singleUse: true,
      allowedOrigins,
      theme: { mode: null, primary: null, radius: null, font: null, logo: null },
      next: null,
      refreshUrl: null,
      actor: null,
    })
    return id
  }

  const framersOf = (id: string, options: { frameAncestors?: string[]; adminTag?: Uint8Array } = {}) =>
    createPortalPages(database, {
      adminTag: ADMIN_TAG,
      frameAncestors: CONFIGURED,
      ...options,
    }).frameAncestorsOf(id)

  it('by the origins of the link, otherwise of its tenant, otherwise by the configured ones, otherwise by none', async () => {
    await putTenant(database, TENANT, tenantWith(OF_TENANT))
    expect(await framersOf(await linkWith(OWN))).toEqual(OWN)
    expect(await framersOf(await linkWith([]))).toEqual(OF_TENANT)
    await putTenant(database, TENANT, tenantWith([]))
    expect(await framersOf(await linkWith([]))).toEqual(CONFIGURED)
    expect(await framersOf(await linkWith([]), { frameAncestors: [] })).toEqual([])
  })

  it.each<[string, (id: PortalLinkId) => Promise<unknown>]>([
    [
      'when it has expired',
      (id) =>
        testDatabase.query("UPDATE portal_links SET expires_at = now() - interval '1 ms' WHERE id = $1", [
          id,
        ]),
    ],
    ['when it was revoked', (id) => deletePortalLink(database, TENANT, id)],
  ])('by none %s', async (_name, end) => {
    const id = await linkWith(OWN)
    await end(id)
    expect(await framersOf(id)).toEqual([])
  })

  it.each(['plk_unknown', 'plk_', 'nonsense', '', '\0'])('by none for the unknown id %j', async (id) => {
    expect(await framersOf(id)).toEqual([])
  })

  it('by none when the admin key that created it was replaced', async () => {
    expect(await framersOf(await linkWith(OWN), { adminTag: Uint8Array.of(2) })).toEqual([])
  })
})
