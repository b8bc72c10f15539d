import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ApiClient } from './api-client.ts'
import { setUpDemo } from './demo.ts'

type Row = { id: string } & Record<string, unknown>

/** A fake of the part of the API that the demo uses, without checks. */
function createFakeApi() {
  const rows: Record<string, Row[]> = { endpoints: [], sources: [] }
  const calls: string[] = []
  let serial = 0
  const call: ApiClient['call'] = async (method, target, body = {}) => {
    const [kind = '', id] = target.split('/').slice(4)
    if (method !== 'GET') calls.push(`${method} ${kind || 'tenant'}`)
    const list = (rows[kind] ??= [])
    if (method === 'POST') {
      const row = {
        ...body,
        id: `x_${++serial}`,
        secret: `whsec_${serial}`,
        ingestUrl: `http://ingest/x_${serial}`,
      }
      list.push(row)
      return row
    }
    if (method === 'DELETE') rows[kind] = list.filter((row) => row.id !== id)
    if (method === 'PATCH') Object.assign(list.find((row) => row.id === id) ?? {}, body)
    return undefined
  }
  const list: ApiClient['list'] = async (target) => rows[target.split('/')[4] ?? ''] ?? []
  return { api: { call, list }, calls, rows }
}

describe('the demo tenant', () => {
  let dataDir: string
  let fake: ReturnType<typeof createFakeApi>

  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'posthorn-demo-'))
    fake = createFakeApi()
  })
  afterEach(() => rm(dataDir, { recursive: true }))

  const start = (receiverUrl = 'http://127.0.0.1:8083/') => setUpDemo({ api: fake.api, dataDir, receiverUrl })
  const kept = (file: string) => readFile(path.join(dataDir, file), 'utf8')

  it('is created at the first start, and its secrets are stored', async () => {
    const { endpointSecret } = await start()
    expect(fake.calls.toSorted()).toEqual(['POST endpoints', 'POST sources', 'PUT tenant'])
    expect(await kept('demo-endpoint-secret')).toBe(`${endpointSecret}\n`)
    expect([(await kept('demo-stripe-secret')).trim()]).toEqual(fake.rows['sources']?.[0]?.['secrets'])
  })

  it('is reused at the next start', async () => {
    const first = await start()
    fake.calls.length = 0
    expect(await start()).toEqual(first)
    expect(fake.calls).toEqual(['PUT tenant'])
  })

  it('follows the receiver to another port', async () => {
    await start()
    await start('http://127.0.0.1:9083/')
    expect(fake.rows['endpoints']).toMatchObject([{ url: 'http://127.0.0.1:9083/' }])
  })

  it('gets a new endpoint when the secret of the old one is lost', async () => {
    const first = await start()
    await rm(path.join(dataDir, 'demo-endpoint-secret'))
    const second = await start()
    expect(second).not.toEqual(first)
    expect(fake.rows['endpoints']).toHaveLength(1)
  })

  it('gets a new secret for its source when that is lost', async () => {
    await start()
    const before = await kept('demo-stripe-secret')
    await rm(path.join(dataDir, 'demo-stripe-secret'))
    await start()
    const after = await kept('demo-stripe-secret')
    expect(after).not.toBe(before)
    expect(fake.rows['sources']?.[0]?.['secrets']).toEqual([after.trim()])
  })

  it('does not trust secrets that belong to another database', async () => {
    const first = await start()
    fake = createFakeApi()
    await fake.api.call('POST', '/v1/tenants/demo/sources', { name: 'other' })
    await fake.api.call('POST', '/v1/tenants/demo/endpoints', {
      url: 'http://x/',
      metadata: { demo: 'receiver' },
    })
    const second = await start()
    expect(second).not.toEqual(first)
    expect(await kept('demo-endpoint-secret')).toBe(`${second.endpointSecret}\n`)
  })
})
