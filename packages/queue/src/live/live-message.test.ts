import { TenantId } from '@posthorn/contracts'
import { expect, it } from 'vitest'
import { HintBatch } from './hint-batch.ts'
import { changeMessages, readMessage, watchMessages } from './live-message.ts'

const PAYLOAD_BYTES_MAX = 7_999
const tenants = Array.from({ length: 1_000 }, (_, index) => TenantId.parse(`${index}-`.padEnd(64, 'x')))

function fullBatch(): HintBatch {
  const batch = new HintBatch()
  const ids = Array.from({ length: 60 }, (_, index) => `dlv_${index}`.padEnd(68, 'x'))
  batch.add('delivery', ids, 'succeeded')
  return batch
}

it('sends hints in messages that fit into a NOTIFY, whatever their number', () => {
  for (const count of [1, 3, 1_000]) {
    const batches = new Map(tenants.slice(0, count).map((tenantId) => [tenantId, fullBatch()]))
    const messages = changeMessages(batches)
    expect(messages.length).toBeLessThanOrEqual(Math.max(count, 20))
    expect(Math.max(...messages.map((text) => Buffer.byteLength(text)))).toBeLessThanOrEqual(
      PAYLOAD_BYTES_MAX,
    )
    const read = messages.flatMap((text) => {
      const message = readMessage(text)
      return message !== undefined && 'changed' in message ? message.changed : []
    })
    expect(read.map(([tenantId]) => tenantId)).toEqual(tenants.slice(0, count))
    for (const [, { many }] of read) expect(many).toEqual(['delivery'])
  }
})

it('announces the watched tenants in messages that fit into a NOTIFY', () => {
  const messages = watchMessages(tenants, 'process')
  const read = messages.map(readMessage)
  expect(
    read.flatMap((message) => (message !== undefined && 'watch' in message ? message.watch : [])),
  ).toEqual(tenants)
  expect(Math.max(...messages.map((text) => Buffer.byteLength(text)))).toBeLessThanOrEqual(PAYLOAD_BYTES_MAX)
})

it.each(['', '{', 'null', '{"watch":["no tenant"],"from":"a"}', '{"changed":[["acme",{}]]}'])(
  'ignores what is no message: %s',
  (text) => {
    expect(readMessage(text)).toBeUndefined()
  },
)
