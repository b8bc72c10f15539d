import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isInstalled } from '../../../generators/run-command.ts'
import { createDeveloper, type Developer } from '../../../harness/cli/listening.ts'
import { CLI_MAIN } from '../../../harness/cli/run-cli.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { keyOf } from '../../../harness/tenant-routes.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** Of util-linux: runs a command in a terminal of its own. */
const hasTerminals = process.platform === 'linux' && isInstalled('script')

describe.skipIf(!hasTerminals)('posthorn listen in a terminal', () => {
  const posthorn = sharedPosthorn()
  let developer: Developer
  beforeEach(async () => {
    developer = await createDeveloper(posthorn)
  })
  afterEach(() => developer.close())

  it('sends the latest event again at r, and ends at q', async () => {
    const { key } = await keyOf(posthorn, developer.tenant, 'manage')
    const command = `${process.execPath} ${CLI_MAIN} listen --forward-to ${developer.server.url}`
    const terminal = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
      env: {
        PATH: process.env['PATH'],
        HOME: developer.user.home,
        POSTHORN_URL: posthorn.service('api').url,
        POSTHORN_API_KEY: key,
      },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    let shown = ''
    terminal.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()))
    await waitUntil('the listener to be ready', () => shown.includes('Ready'))
    const { id } = await developer.publish()
    await waitUntil('the first line', () => shown.includes(id))
    terminal.stdin.write('r')
    const [first, second] = await developer.server.waitFor(2)
    expect(second?.body).toEqual(first?.body)
    expect(second?.headers).toMatchObject({ 'webhook-id': id, 'x-webhook-attempt': '2' })
    terminal.stdin.write('q')
    expect(await once(terminal, 'exit')).toEqual([0, null])
  })
})
