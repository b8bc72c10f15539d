import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import type { Source } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blockMsOf } from '../../../harness/event-loop.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { sendWebhook } from '../../../harness/webhooks.ts'

const BLOCK_MS_MAX = 50
const MIB = 1024 * 1024
const DEADLINE_MS = 240_000

/** The maximum number of secrets of a source: a body is hashed once for each. */
const KEYS = Array.from({ length: 10 }, (_, index) => Buffer.alloc(32, index + 1))
const SECRETS = KEYS.map((key) => `whsec_${key.toString('base64')}`)
const PAIRS = Array.from({ length: 10 }, () => generateKeyPairSync('ed25519'))
const PUBLIC_KEYS = PAIRS.map(
  ({ publicKey }) =>
    `whpk_${Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64')}`,
)

const nowSeconds = () => Math.floor(Date.now() / 1000)
const hmac = (key: string | Buffer, ...parts: (string | Buffer)[]) =>
  parts.reduce((made, part) => made.update(part), createHmac('sha256', key)).digest()

interface Signing {
  id: string
  body: Buffer
  seconds: number
  isForged: boolean
}

/** Signed with the last secret; forged: with as many invalid signatures as fit into a header. */
const PROVIDERS: Record<string, { source: object; headers: (signing: Signing) => Record<string, string> }> = {
  stripe: {
    source: { provider: 'stripe', secrets: SECRETS },
    headers({ body, seconds, isForged }) {
      const right = hmac(SECRETS[9] ?? '', `${seconds}.`, body).toString('hex')
      const signatures = isForged ? Array(100).fill('0'.repeat(64)) : [right]
      return { 'stripe-signature': `t=${seconds},${signatures.map((one) => `v1=${one}`).join(',')}` }
    },
  },
  github: {
    source: { provider: 'github', secrets: SECRETS, dedupeBy: 'id-or-body' },
    headers: ({ id, body, isForged }) => ({
      'x-github-event': 'push',
      'x-github-delivery': id,
      'x-hub-signature-256': `sha256=${isForged ? '0'.repeat(64) : hmac(SECRETS[9] ?? '', body).toString('hex')}`,
    }),
  },
  'standard-webhooks': {
    source: { provider: 'standard-webhooks', secrets: SECRETS },
    headers({ id, body, seconds, isForged }) {
      const right = hmac(KEYS[9] ?? '', `${id}.${seconds}.`, body).toString('base64')
      const signatures = isForged ? Array(100).fill(`${'A'.repeat(43)}=`) : [right]
      return {
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': signatures.map((one) => `v1,${one}`).join(' '),
      }
    },
  },
  'standard-webhooks with public keys': {
    source: { provider: 'standard-webhooks', secrets: PUBLIC_KEYS },
    headers({ id, body, seconds, isForged }) {
      const bytes = Buffer.concat([Buffer.from(`${id}.${seconds}.`), body])
      const signer = PAIRS.at(-1)?.privateKey ?? ''
      const right = isForged ? '' : sign(null, bytes, signer).toString('base64')
      const signatures = isForged ? Array(50).fill(`${'A'.repeat(86)}==`) : [right]
      return {
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': signatures.map((one) => `v1a,${one}`).join(' '),
      }
    },
  },
}

/** JSON of the given size. Up to 5 MiB of empty arrays, which take longest to parse. */
function bodyOf(bytes: number): Buffer {
  const head = `{"id":"evt_${randomUUID()}","type":"order.paid","n":[`
  const items = Math.floor((Math.min(bytes, 5 * MIB) - head.length - 20) / 3)
  const arrays = `${head}${'[],'.repeat(items)}0]`
  return Buffer.from(`${arrays},"padding":"${'x'.repeat(bytes - arrays.length - 14)}"}`)
}

describe('no request to a source blocks the event loop of ingest for more than 50 ms:', () => {
  let posthorn: Posthorn
  let tenant: Tenant
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api', 'ingest'], env: { INGEST_BODY_MAX_MIB: '25' } })
  }, DEADLINE_MS)
  afterAll(() => posthorn.stop())

  async function sourceOf(provider: string): Promise<Source> {
    tenant = await posthorn.createTenant()
    // A filter reads the data of each event.
    await tenant.endpoint({ url: 'https://example.com/', filter: { type: 'order.paid' } })
    return tenant.source({ name: 'source', ...PROVIDERS[provider]?.source })
  }

  describe.each(Object.keys(PROVIDERS))('from %s,', (provider) => {
    it.each<[name: string, status: number, bytes: number, change: Partial<Signing>]>([
      ['forged, 5 MiB', 401, 5 * MIB, { isForged: true }],
      ['forged, 25 MiB', 401, 25 * MIB, { isForged: true }],
      ['old, 25 MiB', provider === 'github' ? 202 : 401, 25 * MIB, { seconds: nowSeconds() - 3600 }],
      ['valid, 5 MiB', 202, 5 * MIB, {}],
      ['valid, 25 MiB', 202, 25 * MIB, {}],
    ])(
      '%s (%d)',
      async (_name, status, bytes, change) => {
        const source = await sourceOf(provider)
        const send = async () => {
          const body = bodyOf(bytes)
          const signing = {
            id: `msg_${randomUUID()}`,
            body,
            seconds: nowSeconds(),
            isForged: false,
            ...change,
          }
          const headers = PROVIDERS[provider]?.headers(signing) ?? {}
          expect((await sendWebhook(source.ingestUrl, { headers, body })).status).toBe(status)
        }
        const blockMs = await blockMsOf(posthorn.service('ingest'), {
          enoughMs: BLOCK_MS_MAX,
          work: send,
        })
        expect(blockMs).toBeLessThanOrEqual(BLOCK_MS_MAX)
      },
      DEADLINE_MS,
    )
  })
})
