import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cliOf } from '../../../harness/cli/cli-of.ts'
import type { CliUser } from '../../../harness/cli/run-cli.ts'
import { idOf } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const ODD = '{ "n" : 12345678901234567890,\n\t"price":1.0 , "é":"\\u00e9" }'

describe('posthorn publish', () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  let user: CliUser
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    user = await cliOf(posthorn, tenant)
  })
  afterEach(() => user.close())

  it('sends data byte for byte, from an option, a file and standard input', async () => {
    const receiver = await startReceiver()
    await tenant.endpoint({ url: receiver.url, payloadFormat: 'raw' })
    const file = path.join(user.home, 'data.json')
    await writeFile(file, ODD)
    const events = [
      ...(await user.json(['publish', 'order.paid', '--data', ODD])),
      ...(await user.json(['publish', 'order.paid', '--file', file])),
      ...(await user.json(['publish', 'order.paid', '-f', '-'], { input: ODD })),
    ]
    expect(events).toEqual(
      events.map(() => ({
        id: idOf('evt'),
        type: 'order.paid',
        timestamp: expect.any(String),
        deliveries: 1,
        duplicate: false,
      })),
    )
    const received = await receiver.waitFor(3)
    expect(received.map(({ body }) => body.toString())).toEqual([ODD, ODD, ODD])
    await receiver.close()
  })

  it('shows a duplicate as such', async () => {
    await user.json(['publish', 'order.paid', '--id', 'order-1'])
    const { code, stdout } = await user.run(['publish', 'order.paid', '--id', 'order-1'])
    expect([code, stdout]).toEqual([0, expect.stringContaining('duplicate')])
  })

  it.each([
    [['publish', 'order.paid', '--data', '{'], '--data: not valid JSON'],
    [['publish', 'order.paid', '--file', '/nowhere/data.json'], '/nowhere/data.json cannot be read'],
    [['publish', 'order.paid', '--data', '{}', '--file', '-'], 'not both'],
    [['publish'], "missing required argument 'type'"],
    [['publish', 'a', '--colour', 'red'], "unknown option '--colour'"],
  ])('refuses a wrong command line (exit code 2): %j', async (args, what) => {
    const { code, stdout, stderr } = await user.run(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(what)
  })

  it('shows which field the API refuses (exit code 1)', async () => {
    const { code, stderr } = await user.run(['publish', 'order paid'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^posthorn: type: expected .*\n$/)
  })

  it('says that a key may not publish (exit code 3)', async () => {
    const reader = await cliOf(posthorn, tenant, { role: 'read' })
    const { code, stderr } = await reader.run(['publish', 'order.paid'])
    expect(code).toBe(3)
    expect(stderr).toMatch(/^posthorn: /)
    await reader.close()
  })
})
