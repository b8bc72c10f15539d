import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_KEY, type Posthorn, startPosthorn } from '../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../harness/receiver.ts'
import { run } from './run-command.ts'
import { DOCUMENT, isLeftOut, PROGRAMS, pathOf, pythonWith } from './tools.ts'
import { createWorkspace, type Workspace } from './workspace.ts'

const PACKAGES = ['openapi-python-client==0.29.1', 'httpx==0.28.1']
const GENERATE_MS = 300_000
const LIFE_MS = 600_000

const python = await pythonWith('openapi-python-client', PACKAGES)

describe.skipIf(isLeftOut('openapi-python-client', python))('a client made by openapi-python-client', () => {
  let posthorn: Posthorn
  let receiver: Receiver
  let workspace: Workspace
  let output = ''
  const attempts = new Map<string, number>()
  beforeAll(async () => {
    workspace = await createWorkspace('python-client')
    posthorn = await startPosthorn()
    // The event's data says how many of its attempts fail.
    receiver = await startReceiver(({ headers, body }) => {
      const id = String(headers['webhook-id'])
      const { failures = 0 } = JSON.parse(body.toString('utf8')).data as { failures?: number }
      attempts.set(id, (attempts.get(id) ?? 0) + 1)
      return { status: (attempts.get(id) ?? 0) <= failures ? 500 : 200 }
    })
  })
  afterAll(async () => {
    await receiver?.close()
    await posthorn?.stop()
    await workspace?.remove()
  })

  it('is generated without omitting a schema', { timeout: GENERATE_MS }, async () => {
    const bin = path.join(pathOf(python), 'bin')
    const client = path.join(workspace.path, 'posthorn_client')
    const args = ['generate', '--path', DOCUMENT, '--output-path', client, '--meta', 'none']
    output = await run(path.join(bin, 'openapi-python-client'), args, {
      // It formats its output with ruff, which is in the same directory.
      env: { PATH: `${bin}${path.delimiter}${process.env['PATH']}` },
      deadlineMs: GENERATE_MS,
    })
    // A stream has no type of its own. Inbound webhooks are whatever providers sign: no client sends them.
    const warnings = output.split('\n').filter((line) => /^(?:WARNING|ERROR)/.test(line))
    expect(warnings).toEqual([
      'WARNING parsing GET /v1/tenants/{tenant}/jobs/{id}/hits/stream within events.',
      'WARNING parsing POST /webhooks/{sourceId} within inbound_webhooks. Endpoint will not be generated.',
    ])
    expect(output).not.toContain('Unable to')
  })

  it('compiles, and runs through the whole life of a tenant', { timeout: LIFE_MS }, async () => {
    const interpreter = path.join(pathOf(python), 'bin/python')
    await run(interpreter, ['-m', 'compileall', '-q', workspace.path], { deadlineMs: GENERATE_MS })
    const life = path.join(PROGRAMS, 'life.py')
    const args = [posthorn.service('api').url, ADMIN_KEY, receiver.url]
    const printed = await run(interpreter, [life, ...args], {
      env: { PYTHONPATH: workspace.path, PYTHONDONTWRITEBYTECODE: '1' },
      deadlineMs: LIFE_MS,
    })
    expect(printed.trim().split('\n').at(-1)).toBe('lived')
  })
})
