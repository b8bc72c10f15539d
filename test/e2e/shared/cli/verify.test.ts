import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cliOf } from '../../../harness/cli/cli-of.ts'
import type { CliUser } from '../../../harness/cli/run-cli.ts'
import { STRIPE, STRIPE_SECRET } from '../../../harness/inbound/senders.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

/** A request as it is sent. */
function textOf({ headers, body }: { headers: Record<string, unknown>; body: string | Uint8Array }): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`)
  return ['POST /hooks HTTP/1.1', ...lines, '', body.toString()].join('\r\n')
}

describe('posthorn verify', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  let user: CliUser
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
    user = await cliOf(posthorn, tenant)
  })
  afterAll(() => user.close())

  const stripe = ['verify', '--provider', 'stripe', '--secret', STRIPE_SECRET]
  const genuine = async () => textOf(await STRIPE.webhook(STRIPE_SECRET))

  it('accepts a genuine request from standard input, and shows its event', async () => {
    const { code, stdout } = await user.run(stripe, { input: await genuine() })
    expect(stdout).toBe('Verified: payment_intent.succeeded, id evt_1NG8Du2eZvKYlo2CUI79vXWy\n')
    expect(code).toBe(0)
  })

  it('reads headers and body from files, and the secret from the environment', async () => {
    const { headers, body } = await STRIPE.webhook(STRIPE_SECRET)
    const file = (name: string) => path.join(user.home, name)
    await writeFile(file('headers.json'), JSON.stringify(headers))
    await writeFile(file('body.json'), body)
    const args = [
      'verify',
      '--provider',
      'stripe',
      '--headers',
      file('headers.json'),
      '--body',
      file('body.json'),
    ]
    const env = { POSTHORN_WEBHOOK_SECRET: STRIPE_SECRET }
    expect(await user.json(args, { env })).toEqual([
      {
        verified: true,
        cause: null,
        detail: null,
        event: { type: 'payment_intent.succeeded', id: STRIPE.externalId },
        hints: [],
      },
    ])
  })

  it('says why a request is not authentic (exit code 1)', async () => {
    const pretty = (await genuine()).replace('{"id"', '{ "id"')
    const { code, stdout, stderr } = await user.run([...stripe, '--json'], { input: pretty })
    expect([code, stderr]).toEqual([1, ''])
    expect(JSON.parse(stdout)).toMatchObject({
      verified: false,
      cause: 'signature_mismatch',
      hints: [{ code: 'body_rewritten', confirmed: true }],
    })
    const forPeople = await user.run([...stripe, '--at', '2020-01-01T00:00:00Z'], { input: await genuine() })
    expect(forPeople.stdout).toMatch(
      /^Not verified: Signed in the future\..*\n {2}Found: Only the time is wrong/,
    )
  })

  it('verifies with the secrets of a source, on the server', async () => {
    await tenant.source(STRIPE.source)
    expect(await user.json(['verify', '--source', 'stripe'], { input: await genuine() })).toMatchObject([
      { verified: true, secretsTried: 1, matchedSecret: { position: 0 } },
    ])
    const forged = textOf(await STRIPE.webhook('whsec_another'))
    const { code, stdout } = await user.run(['verify', '--source', 'stripe'], { input: forged })
    expect(code).toBe(1)
    expect(stdout).toMatch(/^Not verified: Signature does not match/)
  })

  it.each([
    [['verify', '--provider', 'stripes'], '--provider: expected stripe, '],
    [['verify', '--provider', 'svix', '--secret', 'whsec_%'], '--secret: '],
    [['verify', '--provider', 'hmac', '--config', '{"colour":1}'], '--config of hmac: '],
    [['verify', '--request', 'a', '--body', 'b'], 'expected --request'],
  ])('refuses a wrong command line (exit code 2): %j', async (args, what) => {
    const { code, stderr } = await user.run(args, { input: 'a: b\n\n{}' })
    expect(code).toBe(2)
    expect(stderr).toContain(what)
  })
})
