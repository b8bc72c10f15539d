import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cliOf } from '../../../harness/cli/cli-of.ts'
import type { CliUser, RunningCli } from '../../../harness/cli/run-cli.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

describe('posthorn tail', () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  let user: CliUser
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    user = await cliOf(posthorn, tenant)
  })
  afterEach(() => user.close())

  const publish = (type: string) => posthorn.api.post(`${tenant.path}/events`, { type, data: {} })
  const started = async (...args: string[]): Promise<RunningCli> => {
    const cli = user.start(['tail', ...args])
    await waitUntil('tail to be ready', () => cli.stderr().includes('Ready'))
    return cli
  }
  const lines = (cli: RunningCli, count: number) =>
    waitUntil(`${count} lines`, () => {
      const all = cli.stdout().split('\n').slice(0, -1)
      return all.length >= count && all
    })

  it('prints events as they are published, oldest first, and ends with Ctrl-C (exit code 0)', async () => {
    await publish('order.before')
    const cli = await started('--json')
    for (const type of ['order.first', 'order.second', 'order.third']) await publish(type)
    const types = (await lines(cli, 3)).map((line) => JSON.parse(line).type)
    expect(types).toEqual(['order.first', 'order.second', 'order.third'])
    cli.signal('SIGINT')
    expect(await cli.exited).toMatchObject({ code: 0 })
  })

  it('prints events of one type only', async () => {
    const cli = await started('--type', 'order.paid')
    for (const type of ['order.refunded', 'order.paid']) await publish(type)
    expect(await lines(cli, 1)).toEqual([expect.stringMatching(/ {2}order\.paid$/)])
  })

  it('prints attempts as they end', async () => {
    const receiver = await startReceiver(() => ({ status: 418 }))
    await tenant.endpoint({ url: receiver.url })
    const cli = await started('--attempts')
    await publish('order.paid')
    const [line] = await lines(cli, 1)
    expect(line).toMatch(/ {2}dlv_\w+ {2}#1 {2}order\.paid {2}418 {2}\d+ ms {2}http:/)
    await receiver.close()
  })

  it('refuses a prefix of event types for attempts (exit code 2)', async () => {
    const { code, stderr } = await user.run(['tail', '--attempts', '--type', 'order.*'])
    expect(code).toBe(2)
    expect(stderr).toContain('--type: expected a whole event type with --attempts, got "order.*"')
  })

  it('ends when the key is refused (exit code 3)', async () => {
    const publisher = await cliOf(posthorn, tenant, { role: 'publish' })
    expect((await publisher.run(['tail'])).code).toBe(3)
    await publisher.close()
  })
})
