import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findFreePort } from '../postgres/free-port.ts'
import { type Receiver, startReceiver } from './receiver.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const BODY = '{"id":"evt_1","type":"order.completed","timestamp":"2026-11-21T12:00:00.000Z","data":{}}'

describe('the demo receiver', () => {
  let receiver: Receiver
  let url: string
  let blocks: string[]

  beforeEach(async () => {
    const port = await findFreePort()
    blocks = []
    receiver = await startReceiver(port, (block) => blocks.push(block))
    receiver.useSecret(SECRET)
    url = `http://127.0.0.1:${port}`
  })
  afterEach(() => receiver.stop())

  async function post(path: string, { id = 'evt_1', body = BODY } = {}): Promise<number> {
    const now = new Date()
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': new Webhook(SECRET).sign(id, now, BODY),
      'x-webhook-event': 'order.completed',
      'x-webhook-attempt': '1',
    }
    const reply = await fetch(url + path, { method: 'POST', headers, body })
    return reply.status
  }

  it('replies 200 and shows type, id, attempt, signature and body', async () => {
    expect(await post('/')).toBe(200)
    expect(blocks).toEqual([
      [
        '◀ webhook order.completed, answered 200',
        '    webhook-id evt_1, attempt 1',
        '    signature  verifies',
        `    body       ${BODY}`,
      ].join('\n'),
    ])
  })

  it('says when the signature does not verify', async () => {
    await post('/', { body: BODY.replace('{}', '{"amount":1}') })
    expect(blocks[0]).toContain(
      "signature  does NOT verify with the demo endpoint's secret (No matching signature",
    )
  })

  it('shortens a long body and escapes control characters', async () => {
    await post('/', { body: `\u001b[2J${'x'.repeat(5_000)}` })
    expect(blocks[0]).toContain('\\u001b[2Jxxx')
    expect(blocks[0]).toContain('… (4404 more)')
  })

  it('refuses each webhook twice at /fail-twice', async () => {
    expect([await post('/fail-twice'), await post('/fail-twice'), await post('/fail-twice')]).toEqual([
      500, 500, 200,
    ])
    expect(await post('/fail-twice', { id: 'evt_2' })).toBe(500)
  })
})
