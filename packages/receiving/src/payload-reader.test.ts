import { afterEach, describe, expect, it, vi } from 'vitest'
import { createPayloadReader, type PayloadReader } from './payload-reader.ts'

vi.setConfig({ testTimeout: 60_000 })

const MIB = 1024 * 1024

describe('the reader of payloads', () => {
  let reader: PayloadReader | undefined
  afterEach(() => reader?.close())

  it('reads large bodies of tenants in turn', async () => {
    const created = createPayloadReader()
    reader = created
    const order: string[] = []
    const readLarge = async (tenantId: string) => {
      const body = Buffer.from(`{"id":"evt_1","type":"a","data":"${'x'.repeat(MIB)}"}`)
      const payload = { tenantId, provider: 'stripe', config: {}, headers: {}, body } as const
      const { events } = await created.read(payload)
      expect(events.map(({ id }) => id)).toEqual(['evt_1'])
      order.push(tenantId)
    }
    await Promise.all([...Array.from({ length: 10 }, () => readLarge('busy')), readLarge('other')])
    expect(order.indexOf('other')).toBeLessThan(3)
  })
})
