import type { SourceId, TenantId } from '@posthorn/contracts'
import type { SendRequest, SendResult } from '@posthorn/egress'
import { KeyUnavailableError } from '@posthorn/webhook'
import { describe, expect, it } from 'vitest'
import { createKeyFetcher } from './key-fetcher.ts'

const URL_A = 'https://keys.example.com/a'
const MINUTE_MS = 60_000
const NO_PHASES = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null }

function sourceOf(tenant: string, source = `src_${tenant}`) {
  return { id: source as SourceId, tenantId: tenant as TenantId }
}

/** A fetcher whose network is a function, and whose clock stands still. */
function fetcherWith(answer: (request: SendRequest) => SendResult | Promise<SendResult>) {
  const sent: SendRequest[] = []
  const clock = { nowMs: 0 }
  const egress = {
    async send(request: SendRequest) {
      sent.push(request)
      return answer(request)
    },
  }
  const fetchTextFor = createKeyFetcher({ egress, log: { warn: () => {} }, now: () => clock.nowMs })
  return { fetchTextFor, sent, clock }
}

function response(statusCode: number, text = ''): SendResult {
  const measured = { durationMs: 1, phases: NO_PHASES, address: undefined }
  return {
    kind: 'response',
    statusCode,
    headers: {},
    body: Buffer.from(text),
    bodyTruncated: false,
    ...measured,
  }
}

describe('the keys that are fetched', () => {
  it('are cached for all tenants, for five minutes', async () => {
    const { fetchTextFor, sent, clock } = fetcherWith(() => response(200, 'key'))
    for (const tenant of ['a', 'b', 'a']) expect(await fetchTextFor(sourceOf(tenant))(URL_A)).toBe('key')
    expect(sent).toMatchObject([{ method: 'GET', url: URL_A, tenantId: 'a' }])
    clock.nowMs = 5 * MINUTE_MS
    expect(await fetchTextFor(sourceOf('b'))(URL_A)).toBe('key')
    expect(sent).toHaveLength(2)
  })

  it('are fetched again for a request that names a missing one, at most every 30 seconds', async () => {
    const texts = ['old', 'new']
    const { fetchTextFor, sent, clock } = fetcherWith(() => response(200, texts.shift()))
    const refresh = () => fetchTextFor(sourceOf('a'))(URL_A, undefined, { isRefreshed: true })
    expect(await refresh()).toBe('old')
    clock.nowMs = 29_999
    expect(await refresh()).toBe('old')
    clock.nowMs = 30_000
    expect(await Promise.all([refresh(), refresh()])).toEqual(['new', 'new'])
    expect(await fetchTextFor(sourceOf('b'))(URL_A)).toBe('new')
    expect(sent).toHaveLength(2)
  })

  it('are different for each body of a POST', async () => {
    const { fetchTextFor, sent } = fetcherWith(({ body }) => response(200, `key of ${body?.toString()}`))
    const fetchText = fetchTextFor(sourceOf('a'))
    expect(await fetchText(URL_A, '{"id":1}')).toBe('key of {"id":1}')
    expect(await fetchText(URL_A, '{"id":2}')).toBe('key of {"id":2}')
    expect(await fetchText(URL_A, '{"id":1}')).toBe('key of {"id":1}')
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'POST'])
  })

  it('are fetched once for concurrent requests of a tenant', async () => {
    const { fetchTextFor, sent } = fetcherWith(() => response(200, 'key'))
    const fetchText = fetchTextFor(sourceOf('a'))
    expect(await Promise.all([fetchText(URL_A), fetchText(URL_A), fetchText(URL_A)])).toEqual([
      'key',
      'key',
      'key',
    ])
    expect(sent).toHaveLength(1)
  })

  it('are missing for half a minute, for the tenant that asked', async () => {
    const { fetchTextFor, sent, clock } = fetcherWith(({ tenantId }) =>
      tenantId === 'a' ? response(404) : response(200, 'key'),
    )
    expect(await fetchTextFor(sourceOf('a'))(URL_A)).toBeUndefined()
    expect(await fetchTextFor(sourceOf('a'))(URL_A)).toBeUndefined()
    expect(sent).toHaveLength(1)
    expect(await fetchTextFor(sourceOf('b'))(URL_A)).toBe('key')
    clock.nowMs = MINUTE_MS / 2
    expect(await fetchTextFor(sourceOf('a'))(URL_A)).toBe('key')
  })

  it.each([301, 408, 425, 429, 500, 503])('are unavailable, not missing, with status %i', async (status) => {
    const { fetchTextFor, clock } = fetcherWith(() => response(clock.nowMs === 0 ? status : 200, 'key'))
    const fetchText = fetchTextFor(sourceOf('a'))
    await expect(fetchText(URL_A)).rejects.toThrow(KeyUnavailableError)
    await expect(fetchText(URL_A)).rejects.toThrow(`keys.example.com replies with status ${status}.`)
    clock.nowMs = 5000
    expect(await fetchText(URL_A)).toBe('key')
  })

  it('are unavailable when the network is, and the message has nothing internal', async () => {
    const { fetchTextFor } = fetcherWith(() => {
      throw new Error('proxy 10.0.0.1 refuses')
    })
    const error = await fetchTextFor(sourceOf('a'))(URL_A).catch((each: unknown) => each)
    expect(error).toBeInstanceOf(KeyUnavailableError)
    expect((error as Error).message).toBe('keys.example.com cannot be reached now.')
  })

  it('are never fetched without TLS', async () => {
    const { fetchTextFor, sent } = fetcherWith(() => response(200, 'key'))
    await expect(fetchTextFor(sourceOf('a'))('http://keys.example.com/a')).rejects.toThrow(
      KeyUnavailableError,
    )
    expect(sent).toEqual([])
  })

  it('are fetched ten times at once for a source, and every two seconds; known ones always', async () => {
    const { fetchTextFor, sent, clock } = fetcherWith(({ url }) => response(url === URL_A ? 200 : 404, 'key'))
    const fetchText = fetchTextFor(sourceOf('a', 'src_1'))
    await fetchText(URL_A)
    const forged = (count: number) =>
      Promise.allSettled(Array.from({ length: count }, (_, n) => fetchText(`${URL_A}/${clock.nowMs}/${n}`)))
    await forged(100)
    expect(sent).toHaveLength(10)
    clock.nowMs = 5 * MINUTE_MS
    await forged(100)
    expect(sent).toHaveLength(20)
    expect(await fetchText(URL_A)).toBe('key')
    expect(await fetchTextFor(sourceOf('b'))(`${URL_A}/other`)).toBeUndefined()
  })

  it('of one tenant do not wait for those of another that hang', async () => {
    const hanging = new Promise<never>(() => {})
    const { fetchTextFor } = fetcherWith(({ tenantId }) =>
      tenantId === 'a' ? hanging : response(200, 'key'),
    )
    for (let n = 0; n < 100; n += 1) {
      fetchTextFor(sourceOf('a', `src_${n}`))(`${URL_A}/${n}`).catch(() => {})
    }
    expect(await fetchTextFor(sourceOf('b'))(URL_A)).toBe('key')
  })
})
