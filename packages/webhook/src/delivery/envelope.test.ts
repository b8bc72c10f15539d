import { describe, expect, it } from 'vitest'
import { buildEnvelope, dataOf } from './envelope.ts'

const event = { id: 'evt_1', type: 'order.completed', timestamp: '2026-01-01T00:00:00.000Z' }
const HEAD = '{"id":"evt_1","type":"order.completed","timestamp":"2026-01-01T00:00:00.000Z","data":'

describe('buildEnvelope', () => {
  it.each([
    '{}',
    'null',
    '{ "n" : 12345678901234567890 , "z":1,"a":1.0 }',
    '{"text":"\\u00e9é💥\\/"}',
    '[\n  1\n]',
  ])('does not change the data %j', (text) => {
    const data = Buffer.from(text)
    const envelope = buildEnvelope({ ...event, data })
    expect(envelope.body.toString()).toBe(`${HEAD}${text}}`)
    expect(envelope.dataStart).toBe(HEAD.length)
    expect(dataOf(envelope)).toEqual(data)
  })

  it('is JSON even if an id needs escapes', () => {
    const { body } = buildEnvelope({ ...event, id: '"\\\u0000é', data: Buffer.from('1') })
    expect(JSON.parse(body.toString())).toEqual({ ...event, id: '"\\\u0000é', data: 1 })
  })

  it('copies the data, so that a later change of its buffer has no effect', () => {
    const data = Buffer.from('1')
    const { body } = buildEnvelope({ ...event, data })
    data.fill(0)
    expect(body.toString()).toBe(`${HEAD}1}`)
  })
})

describe('dataOf', () => {
  it('is a view of the body, also if the body is part of a larger buffer', () => {
    const { body, dataStart } = buildEnvelope({ ...event, data: Buffer.from('"é"') })
    const larger = new Uint8Array(body.length + 20)
    larger.set(body, 7)
    const stored = larger.subarray(7, 7 + body.length)
    const data = dataOf({ body: stored, dataStart })
    expect(data.toString()).toBe('"é"')
    expect(data.buffer).toBe(larger.buffer)
  })
})
