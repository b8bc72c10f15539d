import type { AuditEntry, Endpoint, Page, QueueState } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_KEY, type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { startChild } from '../../../harness/process/child.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'

const EVENTS = 60
const SCRIPT = 'services/api/src/admin-cli/main.ts'

async function runAdmin(
  args: string[],
  adminKey = ADMIN_KEY,
): Promise<{ code: number | null; output: string }> {
  const child = startChild(process.execPath, [SCRIPT, ...args], { POSTHORN_ADMIN_KEY: adminKey })
  const code = await child.exited
  return { code, output: child.output() }
}

describe.each(BACKENDS)('the admin commands, with the queue on %s,', (queue) => {
  let posthorn: Posthorn
  let receiver: Receiver
  const admin = (...args: string[]) => runAdmin([...args, '--url', posthorn.service('api').url])
  const json = async <Body>(...args: string[]) => JSON.parse((await admin(...args, '--json')).output) as Body
  const shard = queue === 'redis' ? 'posthorn-1' : 'posthorn'
  beforeAll(async () => {
    receiver = await startReceiver()
    posthorn = await startPosthorn({ queue, services: ['api'], env: { QUEUE_SHARDS: '2' } })
  })
  afterAll(async () => {
    await posthorn.stop()
    await receiver.close()
  })

  it('show who waits for what, and that no worker is connected', async () => {
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: receiver.url })
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })

    expect(await admin('tenants')).toEqual({
      code: 0,
      output: `TENANT${' '.repeat(tenant.id.length - 4)}PENDING  NAME\n${tenant.id}  1\n`,
    })
    const meaning = 'no worker is connected to the database: start one'
    const expected = {
      code: 0,
      output: `${tenant.id} ${id} ${receiver.url}/: 1 pending\n  1  no_worker    ${meaning}\n`,
    }
    expect(await admin('waiting')).toEqual(expected)
    expect(await admin('waiting', tenant.id)).toEqual(expected)
    expect(await json('waiting', tenant.id)).toMatchObject([
      { tenantId: tenant.id, endpoints: [{ pending: 1 }] },
    ])
    expect((await admin('queue')).output).toContain('No worker is connected.')
  })

  it('disable an endpoint, with an entry in the audit log', async () => {
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: receiver.url })
    expect(await admin('disable', tenant.id, id)).toEqual({
      code: 0,
      output: `${id} is disabled (manual).\n`,
    })
    const { body } = await posthorn.api.get<Endpoint>(`${tenant.path}/endpoints/${id}`)
    expect([body.status, body.disabledReason]).toEqual(['disabled', 'manual'])
    const { body: audit } = await posthorn.api.get<Page<AuditEntry>>(`${tenant.path}/audit`)
    expect(audit.data[0]).toMatchObject({ actor: 'admin', action: 'endpoint.disabled', object: id })
  })

  it('drain a shard: its jobs are removed, and workers deliver what they named', async () => {
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url })
    for (let published = 0; published < EVENTS; published += 1) {
      await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    }
    const { shards } = await json<QueueState>('queue')
    const jobs = shards.find((each) => each.shard === shard)?.waiting ?? 0
    expect(jobs).toBeGreaterThan(0)

    const { code, output } = await admin('drain', shard)
    expect([code, output]).toEqual([
      0,
      expect.stringMatching(
        new RegExp(`^${jobs} jobs with \\d+ deliveries removed from ${shard}\\. It is empty\\.\\n$`),
      ),
    ])
    const { body: audit } = await posthorn.api.get<Page<AuditEntry>>('/v1/audit?action=queue_shard.drained')
    expect(audit.data[0]).toMatchObject({ actor: 'admin', object: shard })

    await posthorn.start('worker')
    const delivered = await tenant.settled(EVENTS)
    expect(delivered.every(({ status, attemptCount }) => status === 'succeeded' && attemptCount === 1)).toBe(
      true,
    )
    expect(await admin('drain', shard)).toMatchObject({ code: 0 })
  })

  it('repeat the words of the API about a mistake', async () => {
    const { code, output } = await admin('disable', 'none-such', 'ep_01h455vb4pex5vsknk084sn02q')
    expect(code).toBe(1)
    expect(output).toMatch(/^POST http:\S+: 404: There is no tenant "none-such"\.\n$/)
    const refused = await runAdmin(['tenants', '--url', posthorn.service('api').url], 'x'.repeat(24))
    expect(refused.output).toMatch(/: 401: /)
  })
})

describe('the admin command', () => {
  it('lists its commands and options', async () => {
    const { code, output } = await runAdmin(['--help'])
    expect(code).toBe(0)
    for (const words of ['tenants', 'waiting [tenant]', 'disable tenant endpoint', 'drain shard', '--json']) {
      expect(output).toContain(words)
    }
  })

  it.each([
    [['drop'], 'There is no command "drop".'],
    [['drain'], '"drain" has 0 arguments: expected drain shard'],
    [['tenants', '--yes'], "Unknown option '--yes'"],
    [
      ['tenants', '--url', 'http://127.0.0.1:65535'],
      'does not answer (ECONNREFUSED): name the API with --url',
    ],
  ])('refuses %j: %s', async (args, message) => {
    const { code, output } = await runAdmin(args)
    expect(code).toBe(1)
    expect(output).toContain(message)
  })
})
