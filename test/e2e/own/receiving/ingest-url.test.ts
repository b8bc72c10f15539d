import type { SentSample } from '@posthorn/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { idOf, problem } from '../../../harness/expected.ts'
import { freePort } from '../../../harness/free-port.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'

/** A public URL that the API cannot reach: the address is not routed (RFC 5737). */
const PUBLIC_INGEST_URL = 'http://192.0.2.1:8081/in'

describe('the API sends sample webhooks', () => {
  let posthorn: Posthorn
  afterEach(() => posthorn?.stop())
  const send = async () => {
    const tenant = await posthorn.createTenant()
    const source = await tenant.source({
      name: 'square',
      provider: 'square',
      secrets: ['a-shared-secret'],
    })
    const path = `${tenant.path}/sources/${source.id}/sample`
    return { source, sent: await posthorn.api.post<SentSample>(path, {}) }
  }

  it('to INGEST_URL, an internal address, and signs the public URL', async () => {
    posthorn = await startPosthorn({
      services: ['ingest'],
      env: { PUBLIC_INGEST_URL, EGRESS_ALLOW_CIDRS: '' },
    })
    await posthorn.start('api', { env: { PUBLIC_INGEST_URL, INGEST_URL: posthorn.service('ingest').url } })
    const { source, sent } = await send()
    expect(source.ingestUrl).toBe(`${PUBLIC_INGEST_URL}/webhooks/${source.id}`)
    expect(sent.body.reply).toEqual({ status: 202, eventId: idOf('evt'), code: null, detail: null })
  })

  it('to PUBLIC_INGEST_URL only where deliveries may go', async () => {
    posthorn = await startPosthorn({ services: ['ingest'], env: { EGRESS_ALLOW_CIDRS: '' } })
    await posthorn.start('api')
    const { sent } = await send()
    expect(sent).toEqual(problem(503, 'unavailable', expect.stringContaining('blocked')))
    expect(sent.headers).toMatchObject({ 'retry-after': expect.any(String) })
    expect(sent.text).not.toContain('127.0.0.1')
  })

  it('not while the ingest service is away, and says so', async () => {
    posthorn = await startPosthorn({
      services: ['api'],
      env: { INGEST_URL: `http://127.0.0.1:${await freePort()}` },
    })
    const { sent } = await send()
    expect(sent).toEqual(problem(503, 'unavailable', expect.stringContaining('connection_refused')))
  })
})
