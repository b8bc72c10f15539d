import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'

const FAULT = 'log-opentelemetry.ts'
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c'

describe('without a collector', () => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: [] })
    await posthorn.start('ingest', { imports: [FAULT] })
    await posthorn.start('worker', { imports: [FAULT] })
    await posthorn.start('api', { imports: [FAULT] })
  })
  afterAll(() => posthorn.stop())

  it.each(['api', 'ingest', 'worker'] as const)('%s loads nothing of the SDK of OpenTelemetry', (name) => {
    const loaded = posthorn.service(name).logged('module.loaded')
    expect([...new Set(loaded.map((line) => line['name']))]).toEqual(['api'])
  })

  it.each(['00', '01'])('passes the trace of the publisher on, with its flags %s', async (flags) => {
    const receiver = await startReceiver()
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url })
    const traceparent = `00-${TRACE_ID}-b7ad6b7169203331-${flags}`
    const event = { type: 'order.paid', data: {} }
    await posthorn.api.post(`${tenant.path}/events`, event, { traceparent })

    const [received] = await receiver.waitFor(1)
    expect(received?.headers['traceparent']).toMatch(new RegExp(`^00-${TRACE_ID}-[0-9a-f]{16}-${flags}$`))
    expect(received?.headers['traceparent']).not.toBe(traceparent)
    await receiver.close()
  })
})
