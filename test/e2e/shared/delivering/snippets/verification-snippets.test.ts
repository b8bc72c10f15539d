import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Attempt, CreatedEndpoint, Page } from '@posthorn/contracts'
import { type SnippetScheme, verificationSnippets } from '@posthorn/contracts/snippets'
import { findOnPath } from '@posthorn/dev/on-path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../../../../harness/free-port.ts'
import type { Tenant } from '../../../../harness/posthorn.ts'
import { type Child, startChild } from '../../../../harness/process/child.ts'
import { isListening } from '../../../../harness/recipes/is-listening.ts'
import { sharedPosthorn } from '../../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../../harness/wait-until.ts'

const PATH = process.env['PATH'] ?? ''
/** How a program of each language is started; where it is not installed, its tests are left out. */
const LANGUAGES = [
  { language: 'Node.js', program: process.execPath },
  { language: 'Python', program: findOnPath('python3', PATH) },
  { language: 'Go', program: findOnPath('go', PATH) },
] as const
const SCHEMES: SnippetScheme[] = ['standard', 'sha256', 'ed25519']

const CASES = LANGUAGES.flatMap(({ language, ...start }) =>
  SCHEMES.filter((scheme) => textOf(language, { scheme }) !== undefined).map((scheme) => ({
    language,
    scheme,
    ...start,
  })),
)

function textOf(
  language: string,
  { scheme, publicKey = '' }: { scheme: SnippetScheme; publicKey?: string | undefined },
): string | undefined {
  const snippets = verificationSnippets({ scheme, url: 'http://127.0.0.1', publicKey })
  return snippets.find((snippet) => snippet.language === language)?.text
}

const FILES: Record<string, string> = { 'Node.js': 'receiver.mjs', Python: 'receiver.py', Go: 'receiver.go' }

/** Go builds its standard library first. */
const DEADLINE_MS = 300_000

describe('the program that the dashboard shows', { timeout: DEADLINE_MS }, () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  let directory: string
  const running: Child[] = []
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
    directory = await mkdtemp(path.join(tmpdir(), 'posthorn-snippets-'))
  })
  afterAll(async () => {
    await Promise.all(running.map((child) => child.stop('SIGKILL')))
    await rm(directory, { recursive: true, force: true })
  })

  /** `go run` would leave the program running when it is stopped. */
  async function build(file: string): Promise<string> {
    const { HOME = directory } = process.env
    const program = path.join(path.dirname(file), 'receiver')
    // The standard library's cache is the machine's; without C, it is built in a fraction of the time.
    const env = { PATH, HOME, CGO_ENABLED: '0' }
    await promisify(execFile)('go', ['build', '-o', program, file], { env, cwd: path.dirname(file) })
    return program
  }

  /** Writes the program that a person would copy. */
  async function prepare({ language, scheme, program }: (typeof CASES)[number], endpoint: CreatedEndpoint) {
    const folder = await mkdtemp(path.join(directory, 'receiver-'))
    const file = path.join(folder, FILES[language] ?? '')
    await writeFile(file, textOf(language, { scheme, publicKey: endpoint.publicKeys[0] }) ?? '')
    return language === 'Go' ? [await build(file)] : [program ?? '', file]
  }

  it.for(CASES)('accepts a delivery and refuses a forged one: $language, $scheme', async (one, { skip }) => {
    skip(one.program === undefined, `${one.language} is not installed`)
    const endpoint = await tenant.endpoint({
      url: 'http://127.0.0.1/',
      eventTypes: ['none'],
      signatures: [one.scheme],
    })
    const [command = '', ...args] = await prepare(one, endpoint)
    // Only now: while a program was built, another could have taken the port.
    const port = await freePort()
    const url = `http://127.0.0.1:${port}/webhooks`
    running.push(startChild(command, args, { PATH, PORT: String(port), WEBHOOK_SECRET: endpoint.secret }))
    await waitUntil(`${one.language} to listen`, () => isListening(port))
    await posthorn.api.patch(`${tenant.path}/endpoints/${endpoint.id}`, { url })

    const { body } = await posthorn.api.post<{ deliveryId: string }>(
      `${tenant.path}/endpoints/${endpoint.id}/test`,
      undefined,
    )
    const attempt = await waitUntil('the attempt', async () => {
      const attempts = await posthorn.api.get<Page<Attempt>>(
        `${tenant.path}/deliveries/${body.deliveryId}/attempts`,
      )
      return attempts.body.data[0]
    })
    expect(attempt).toMatchObject({ result: 'succeeded', statusCode: 204 })

    const forged = {
      'webhook-id': body.deliveryId,
      'webhook-timestamp': String(Math.floor(Date.now() / 1_000)),
      'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')} v1a,${Buffer.alloc(64).toString('base64')}`,
      'x-webhook-signature': `sha256=${'0'.repeat(64)}`,
    }
    for (const headers of [forged, {}]) {
      const reply = await fetch(url, { method: 'POST', headers, body: '{}' })
      expect(reply.status).toBe(401)
    }
  })
})
