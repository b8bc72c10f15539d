import Fastify from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { warnOfUnknownProxy } from './warn-of-unknown-proxy.ts'

const FORWARDED = { 'x-forwarded-for': '192.0.2.1' }
const apps: { close: () => Promise<unknown> }[] = []
afterEach(async () => void (await Promise.all(apps.splice(0).map((app) => app.close()))))

/** Sends requests with these headers, and returns the log lines of warnings. */
async function warningsAfter(headers: Record<string, string>[], trusted: string[] = []): Promise<object[]> {
  const lines: { level: number }[] = []
  const app = Fastify({ logger: { stream: { write: (line) => void lines.push(JSON.parse(line)) } } })
  apps.push(app)
  warnOfUnknownProxy(app, trusted)
  app.get('/', async () => 'ok')
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  for (const each of headers) await fetch(url, { headers: each })
  return lines.filter(({ level }) => level === 40)
}

describe('a request with X-Forwarded-For', () => {
  it('is warned of once, with the address that sent it and the variable to set', async () => {
    expect(await warningsAfter([{}, FORWARDED, FORWARDED])).toMatchObject([
      {
        remoteAddress: '127.0.0.1',
        set: 'TRUSTED_PROXY_CIDRS',
        msg: 'http_request.forwarded_for_ignored',
      },
    ])
  })

  it('is not warned of when proxies are trusted', async () => {
    expect(await warningsAfter([FORWARDED], ['127.0.0.0/8'])).toEqual([])
  })

  it('is what is warned of, no other', async () => {
    expect(await warningsAfter([{}, {}])).toEqual([])
  })
})
