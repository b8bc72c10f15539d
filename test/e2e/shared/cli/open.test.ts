import { chmod, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cliOf } from '../../../harness/cli/cli-of.ts'
import type { CliUser } from '../../../harness/cli/run-cli.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

describe('posthorn open', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  let user: CliUser
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
    user = await cliOf(posthorn, tenant)
  })
  afterAll(() => user.close())

  it('opens the dashboard of the tenant in the browser of the user', async () => {
    const opened = path.join(user.home, 'opened')
    const browser = path.join(user.home, 'browser')
    await writeFile(browser, `#!/bin/sh\nprintf %s "$1" > ${opened}\n`)
    await chmod(browser, 0o755)
    const url = `${posthorn.service('api').url}/t/${tenant.id}`
    expect(await user.json(['open'], { env: { BROWSER: browser } })).toEqual([{ url }])
    expect(await waitUntil('the browser', () => readFile(opened, 'utf8').catch(() => false))).toBe(url)
  })

  it('prints the page of an object', async () => {
    const { stdout } = await user.run(['open', 'dlv_01h455vb4pex5vsknk084sn02q', '--print'])
    const { url } = posthorn.service('api')
    expect(stdout).toBe(`${url}/t/${tenant.id}/deliveries/dlv_01h455vb4pex5vsknk084sn02q\n`)
  })

  it('names the URL when there is no browser (exit code 1)', async () => {
    const { code, stderr } = await user.run(['open'], { env: { BROWSER: '/nowhere/browser' } })
    expect(code).toBe(1)
    expect(stderr).toContain(`/t/${tenant.id}`)
  })

  it.each(['evt_1/../..', 'key_01h455vb4pex5vsknk084sn02q', 'x'])(
    'refuses what has no page: %s',
    async (id) => {
      expect((await user.run(['open', id, '--print'])).code).toBe(2)
    },
  )
})
