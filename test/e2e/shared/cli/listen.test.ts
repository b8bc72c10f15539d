import { generateKeyPairSync } from 'node:crypto'
import type { Attempt, Page } from '@posthorn/contracts'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createDeveloper,
  type Developer,
  type ReportedResult,
  waitForNoListener,
} from '../../../harness/cli/listening.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const ODD = '{ "n" : 12345678901234567890,\n\t"price":1.0 , "é":"\\u00e9" }'

/** As Discord shows one. */
const PUBLIC_KEY = Buffer.from(
  generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '',
  'base64url',
).toString('hex')

describe('posthorn listen', () => {
  const posthorn = sharedPosthorn()
  let developer: Developer
  let status: number
  let after: Promise<void>
  beforeEach(async () => {
    status = 200
    after = Promise.resolve()
    developer = await createDeveloper(posthorn, { respond: () => ({ status, body: 'a reply', after }) })
  })
  afterEach(() => developer.close())

  const attemptsOf = async (id: string) =>
    (await posthorn.api.get<Page<Attempt>>(`${developer.tenant.path}/deliveries/${id}/attempts`)).body.data

  it('forwards the exact bytes of an event, which standardwebhooks verifies with its secret', async () => {
    const cli = await developer.listen()
    const [relay] = cli.reported<{ id: string; secret: string }>('relay')
    const { id } = await developer.publish(ODD)
    const [request] = await developer.server.waitFor(1)
    expect(request?.path).toBe('/hooks?from=posthorn')
    expect(request?.body.toString()).toContain(`"data":${ODD}}`)
    expect(request?.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': id })
    const verified = new Webhook(relay?.secret ?? '').verify(
      request?.body.toString() ?? '',
      request?.headers as Record<string, string>,
    )
    expect(verified).toMatchObject({ id, type: 'order.paid' })
  })

  it('shows each result, and has it recorded as an attempt', async () => {
    status = 422
    const cli = await developer.listen()
    const { id } = await developer.publish()
    const [result] = await cli.waitFor<ReportedResult>('result')
    expect(result).toMatchObject({ eventId: id, eventType: 'order.paid', number: 1, statusCode: 422 })
    const [delivery] = await developer.tenant.settled(1)
    expect(delivery).toMatchObject({ status: 'failed', lastStatusCode: 422 })
    expect(await attemptsOf(delivery?.id ?? '')).toMatchObject([
      { number: 1, via: 'relay', statusCode: 422, responseBody: 'a reply' },
    ])
  })

  it('prints a line for each event to people, and ends with Ctrl-C (exit code 0)', async () => {
    const cli = developer.user.start(['listen', '--forward-to', developer.server.url])
    await waitUntil('the listener to be ready', () => cli.stderr().includes('Ready'))
    const { id } = await developer.publish()
    await waitUntil('a line', () => cli.stdout().includes('\n'))
    expect(cli.stdout()).toMatch(
      new RegExp(`^\\d\\d:\\d\\d:\\d\\d {2}200 {2} *\\d+ ms {2}order\\.paid {2}${id}\n$`),
    )
    expect(cli.stderr()).toMatch(/Signing secret: whsec_/)
    cli.signal('SIGINT')
    expect(await cli.exited).toMatchObject({ code: 0 })
  })

  it('waits for a reply after the first Ctrl-C, and ends at once after the second one (exit code 130)', async () => {
    after = new Promise(() => {})
    const cli = await developer.listen()
    await developer.publish()
    await developer.server.waitFor(1)
    cli.signal('SIGINT')
    await waitForNoListener(developer)
    expect(cli.reported('result')).toEqual([])
    cli.signal('SIGINT')
    expect(await cli.exited).toMatchObject({ code: 130 })
  })

  it('gets the events that waited while no listener ran, as the same relay with the same secret', async () => {
    const first = await developer.listen()
    first.signal('SIGTERM')
    await first.exited
    await waitForNoListener(developer)
    const events = [await developer.publish(), await developer.publish()]
    const again = await developer.listen()
    expect(again.reported('relay')).toEqual(first.reported('relay'))
    expect(again.reported('ready')).toMatchObject([{ waiting: 2, waitingSince: expect.any(String) }])
    const results = await again.waitFor<ReportedResult>('result', 2)
    expect(new Set(results.map(({ eventId }) => eventId))).toEqual(new Set(events.map(({ id }) => id)))
    await developer.tenant.settled(2)
  })

  it('shows the new secret after it was rotated on this machine', async () => {
    const first = await developer.listen()
    const [relay] = first.reported<{ id: string; secret: string }>('relay')
    const [rotated] = await developer.user.json<{ secret: string }>([
      'endpoints',
      'rotate-secret',
      relay?.id ?? '',
    ])
    expect(rotated?.secret).not.toBe(relay?.secret)
    const again = await developer.listen(['--forward-to', developer.server.url, '--take-over'])
    expect(again.reported('relay')).toEqual([{ ...relay, secret: rotated?.secret }])
  })

  it.each([
    ['none', 0],
    ['1', 1],
  ])('leaves older events waiting with --backlog %s', async (backlog, count) => {
    const first = await developer.listen()
    first.signal('SIGTERM')
    await first.exited
    await waitForNoListener(developer)
    const waiting = [await developer.publish(), await developer.publish()]
    const cli = await developer.listen(['--forward-to', developer.server.url, '--backlog', backlog])
    const next = await developer.publish()
    await cli.waitFor('result', count + 1)
    const wanted = [...waiting.slice(2 - count), next].map(({ id }) => id)
    expect(new Set(cli.reported<ReportedResult>('result').map(({ eventId }) => eventId))).toEqual(
      new Set(wanted),
    )
  })

  it('reports a local server that does not run, and goes on', async () => {
    const cli = await developer.listen()
    await developer.server.close()
    await developer.publish()
    expect(await cli.waitFor('result')).toMatchObject([{ errorCode: 'connection_refused' }])
    expect(await developer.tenant.settled(1)).toMatchObject([
      { status: 'failed', lastErrorCode: 'connection_refused' },
    ])
    developer.server = await startReceiver()
  })

  it('sends events to the first --route that matches, with the headers of --header', async () => {
    const { url } = developer.server
    await developer.listen([
      '--route',
      `order.*=${url}/orders`,
      '--route',
      `order.paid=${url}/never`,
      '--forward-to',
      `${url}/rest`,
      '--header',
      'X-Tunnel: yes',
      '--header',
      'Content-Type: text/plain',
    ])
    await developer.publish('{}', 'order.paid')
    await developer.publish('{}', 'user.created')
    const requests = await developer.server.waitFor(2)
    expect(requests.map(({ path }) => path).toSorted()).toEqual(['/orders', '/rest'])
    for (const { headers } of requests) {
      expect(headers).toMatchObject({ 'x-tunnel': 'yes', 'content-type': 'text/plain' })
    }
  })

  it('subscribes to the event types of its routes only, without a target for all', async () => {
    await developer.listen(['--route', `order.*=${developer.server.url}`])
    expect(await developer.relays()).toMatchObject([{ eventTypes: ['order.*'] }])
    expect((await developer.publish('{}', 'user.created')).deliveries).toBe(0)
  })

  it('copies the subscription and the secret of an endpoint', async () => {
    const endpoint = await developer.tenant.endpoint({
      url: developer.server.url,
      eventTypes: ['a.*'],
      enabled: false,
    })
    const args = ['--forward-to', developer.server.url, '--endpoint', endpoint.id, '--same-secret']
    await developer.listen(args)
    expect(await developer.relays()).toMatchObject([{ eventTypes: ['a.*'] }])
    await developer.publish('{}', 'a.b')
    const [request] = await developer.server.waitFor(1)
    new Webhook(endpoint.secret).verify(
      request?.body.toString() ?? '',
      request?.headers as Record<string, string>,
    )
  })

  it('works by polling', async () => {
    const cli = await developer.listen(['--forward-to', developer.server.url, '--poll'])
    expect(cli.reported('ready')).toMatchObject([{ polling: true }])
    const events = [await developer.publish(ODD), await developer.publish()]
    await developer.tenant.settled(2)
    const ids = cli.reported<ReportedResult>('result').map(({ eventId }) => eventId)
    expect(new Set(ids)).toEqual(new Set(events.map(({ id }) => id)))
    expect(developer.server.received[0]?.body.toString()).toContain(ODD)
  })

  it.each([
    [[], 'expected --forward-to or --route'],
    [['--forward-to', 'localhost:3000'], '--forward-to: expected a URL'],
    [['--forward-to', '3000', '--backlog', '1001'], 'a number up to 1000, got "1001"'],
    [['--forward-to', '3000', '--route', 'a b=http://localhost'], '--route: expected TYPE=URL'],
    [
      ['--forward-to', '3000', '--take-over', '--share'],
      "option '--take-over' cannot be used with option '--share'",
    ],
    [['--forward-to', '3000', '--same-secret'], '--same-secret: expected --endpoint'],
    [['--forward-to', '3000', '--backlog', 'some'], '--backlog: expected all, none'],
    [['--forward-to', '3000', '--as', 'stripe'], '--as: expected --secret'],
    [['--forward-to', '3000', '--as', 'discord', '--secret', PUBLIC_KEY], 'with a private key'],
    [['--forward-to', '3000', '--source', 'nowhere'], 'source "nowhere" does not exist'],
    [['--forward-to', '3000', '--max-offline', '5'], 'a duration such as'],
  ])('refuses a wrong command line (exit code 2): %j', async (args, what) => {
    const { code, stderr } = await developer.user.run(['listen', ...args])
    expect(code).toBe(2)
    expect(stderr).toContain(what)
  })

  it('ends when its key is deleted (exit code 3)', async () => {
    const cli = await developer.listen()
    const { body } = await posthorn.api.get<Page<{ id: string }>>(`${developer.tenant.path}/keys`)
    for (const { id } of body.data) await posthorn.api.delete(`${developer.tenant.path}/keys/${id}`)
    expect(await cli.exited).toMatchObject({ code: 3 })
  })
})
