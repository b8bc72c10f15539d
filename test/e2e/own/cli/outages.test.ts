import type { Attempt, Page } from '@posthorn/contracts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  createDeveloper,
  type Developer,
  type ReportedResult,
  waitForNoListener,
} from '../../../harness/cli/listening.ts'
import { createCliUser } from '../../../harness/cli/run-cli.ts'
import { freePort } from '../../../harness/free-port.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { startTcpProxy, type TcpProxy } from '../../../harness/tcp-proxy.ts'

/** A lease lasts for the shortest timeout of an endpoint, and 15 seconds. */
const LEASE_MS_MAX = 40_000

describe('every event reaches the local server of posthorn listen', () => {
  let posthorn: Posthorn
  let proxy: TcpProxy
  let developer: Developer
  /** Replies wait for it. */
  let held: Promise<void> | undefined
  let release: () => void
  beforeAll(async () => {
    posthorn = await startPosthorn()
  })
  afterAll(() => posthorn?.stop())
  beforeEach(async () => {
    held = undefined
    const { hostname, port } = new URL(posthorn.service('api').url)
    proxy = await startTcpProxy({ host: hostname, port: Number(port) })
    developer = await createDeveloper(posthorn, {
      url: `http://127.0.0.1:${proxy.port}`,
      respond: () => ({ status: 200, ...(held !== undefined && { after: held }) }),
    })
  })
  afterEach(async () => {
    await developer.close()
    await proxy.close()
  })

  const hold = () => {
    held = new Promise((resolve) => {
      release = resolve
    })
  }
  /** How often each event has arrived. */
  const arrivals = () => {
    const counts: Record<string, number> = {}
    for (const { headers } of developer.server.received) {
      const id = String(headers['webhook-id'])
      counts[id] = (counts[id] ?? 0) + 1
    }
    return counts
  }
  const shortLease = async () => {
    const [relay] = await developer.relays()
    const path = `${developer.tenant.path}/endpoints/${relay?.id}`
    await posthorn.api.patch(path, { timeoutSeconds: 1 })
  }
  const attemptsOf = async () => {
    const { body } = await posthorn.api.get<Page<Attempt>>(`${developer.tenant.path}/attempts`)
    return body.data
      .toReversed()
      .map(({ number, statusCode, errorCode }) => ({ number, statusCode, errorCode }))
  }

  it('when the command is killed during a request: only that event arrives twice', async () => {
    const killed = await developer.listen()
    await shortLease()
    const before = await developer.publish()
    await killed.waitFor('result')
    hold()
    const during = await developer.publish()
    await developer.server.waitFor(2)
    killed.signal('SIGKILL')
    await killed.exited
    release()
    const after = await developer.publish()
    const again = await developer.listen()
    await again.waitFor('result', 2, LEASE_MS_MAX)
    await developer.tenant.settled(3)
    expect(arrivals()).toEqual({ [before.id]: 1, [during.id]: 2, [after.id]: 1 })
    expect(await attemptsOf()).toEqual(
      expect.arrayContaining([
        { number: 1, statusCode: null, errorCode: 'worker_lost' },
        { number: 2, statusCode: 200, errorCode: null },
      ]),
    )
  })

  it('when the command is stopped for long, as by a closed laptop', async () => {
    const cli = await developer.listen()
    await shortLease()
    cli.signal('SIGSTOP')
    const events = [await developer.publish(), await developer.publish()]
    // The API ends the connection of a listener that returns no results.
    await waitForNoListener(developer, LEASE_MS_MAX)
    events.push(await developer.publish())
    cli.signal('SIGCONT')
    await cli.waitFor('ready', 2)
    await developer.tenant.settled(3, LEASE_MS_MAX)
    const counts = arrivals()
    expect(Object.keys(counts).toSorted()).toEqual(events.map(({ id }) => id).toSorted())
    // What was sent to the connection before it was lost is in its buffer, and comes by the next one, too.
    expect(counts[events[2]?.id ?? '']).toBe(1)
    expect(Math.max(...Object.values(counts))).toBeLessThanOrEqual(2)
  })

  it('when the connection is cut: what waits comes by the next one, once', async () => {
    const cli = await developer.listen()
    await proxy.refuse()
    await cli.waitFor('reconnecting')
    const events = [await developer.publish(), await developer.publish()]
    await proxy.pass()
    await cli.waitFor('ready', 2)
    await developer.tenant.settled(2)
    expect(arrivals()).toEqual(Object.fromEntries(events.map(({ id }) => [id, 1])))
    expect(cli.reported('reconnecting')).toHaveLength(1)
  })

  it('when the connection is cut before the result: the result comes by the next one, and the event once', async () => {
    const cli = await developer.listen()
    hold()
    const { id } = await developer.publish()
    await developer.server.waitFor(1)
    await proxy.refuse()
    release()
    await cli.waitFor('result')
    await proxy.pass()
    expect(await developer.tenant.settled(1)).toMatchObject([{ status: 'succeeded', attemptCount: 1 }])
    expect(arrivals()).toEqual({ [id]: 1 })
  })

  it('when the network drops everything without a word: after 35 seconds of silence', async () => {
    const cli = await developer.listen()
    proxy.hangPresent()
    const { id } = await developer.publish()
    await cli.waitFor('ready', 2, 120_000)
    expect(cli.reported('reconnecting')).toEqual([
      { type: 'reconnecting', reason: 'nothing arrives any more' },
    ])
    await developer.tenant.settled(1, LEASE_MS_MAX)
    expect(Object.keys(arrivals())).toEqual([id])
  })

  it('when the API is restarted, in order and by kill -9', async () => {
    const cli = await developer.listen()
    const events = []
    for (const [index, signal] of (['SIGTERM', 'SIGKILL'] as const).entries()) {
      const api = posthorn.service('api')
      const { port } = new URL(api.url)
      api.signal(signal)
      await api.exited
      await cli.waitFor('reconnecting', index + 1)
      await posthorn.start('api', { env: { API_PORT: port } })
      events.push(await developer.publish())
      await cli.waitFor('ready', index + 2)
    }
    await cli.waitFor<ReportedResult>('result', 2)
    await developer.tenant.settled(2)
    expect(arrivals()).toEqual(Object.fromEntries(events.map(({ id }) => [id, 1])))
  })

  it('when Posthorn is started after the command', async () => {
    await proxy.refuse()
    const cli = developer.user.start(['listen', '--json', '--forward-to', developer.server.url], {
      env: { POSTHORN_TENANT: developer.tenant.id },
    })
    await cli.waitFor('reconnecting')
    await proxy.pass()
    await cli.waitFor('ready')
    const { id } = await developer.publish()
    await developer.tenant.settled(1)
    expect(arrivals()).toEqual({ [id]: 1 })
  })
})

it('posthorn listen --max-offline ends when Posthorn cannot be reached for so long (exit code 4)', async () => {
  const user = await createCliUser({
    POSTHORN_URL: `http://127.0.0.1:${await freePort()}`,
    POSTHORN_API_KEY: 'phk_any',
    POSTHORN_TENANT: 'acme',
  })
  const { code, stderr } = await user.run(['listen', '--forward-to', '3000', '--max-offline', '1s'])
  expect(code).toBe(4)
  expect(stderr).toContain('Posthorn cannot be reached')
  await user.close()
})
