import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CliUser, createCliUser } from '../../../harness/cli/run-cli.ts'
import { freePort } from '../../../harness/free-port.ts'
import { ADMIN_KEY, type Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { keyOf } from '../../../harness/tenant-routes.ts'

describe('posthorn login', () => {
  const posthorn = sharedPosthorn('idle')
  let user: CliUser
  let tenant: Tenant
  let url: string
  const configFile = () => path.join(user.home, '.config/posthorn/config.json')
  beforeEach(async () => {
    user = await createCliUser()
    tenant = await posthorn.createTenant()
    url = posthorn.service('api').url
  })
  afterEach(() => user.close())

  it('checks a key and stores it with its tenant, in a file that only its user can read', async () => {
    const { key } = await keyOf(posthorn, tenant, 'read')
    const [stored] = await user.json(['login', '--url', url], { input: `${key}\n` })
    expect(stored).toEqual({
      profile: 'default',
      url,
      tenant: tenant.id,
      role: 'read',
      version: expect.any(String),
      file: configFile(),
    })
    const { mode } = await stat(configFile())
    expect(mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(configFile(), 'utf8'))).toMatchObject({
      profiles: { default: { url, key, tenant: tenant.id } },
    })
    expect(await user.json(['events'])).toEqual([])
  })

  it('stores several profiles, and deletes one', async () => {
    const { key } = await keyOf(posthorn, tenant, 'read')
    await user.json(['login', '--url', url], { input: ADMIN_KEY })
    await user.json(['login', '--url', url, '--profile', 'staging'], { input: key })
    expect(await user.json(['events', '--profile', 'staging'])).toEqual([])
    expect(await user.json(['login', '--delete', '--profile', 'staging'])).toEqual([
      { profile: 'staging', deleted: true },
    ])
    expect((await user.run(['events', '--profile', 'staging'])).code).toBe(2)
    expect(await user.json(['events', '--tenant', tenant.id])).toEqual([])
  })

  it('stores nothing when the key is unknown (exit code 3)', async () => {
    const { code, stdout, stderr } = await user.run(['login', '--url', url], { input: 'phk_unknown' })
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(/^posthorn: .*key/i)
    await expect(stat(configFile())).rejects.toThrow('ENOENT')
  })

  it('stores nothing when the server does not answer (exit code 4)', async () => {
    const { code } = await user.run(['login', '--url', `http://127.0.0.1:${await freePort()}`], {
      input: 'k',
    })
    expect(code).toBe(4)
  })

  it('refuses a key of another tenant than the one that is named (exit code 2)', async () => {
    const { key } = await keyOf(posthorn, tenant, 'read')
    const { code, stderr } = await user.run(['login', '--url', url, '--tenant', 'other'], { input: key })
    expect(code).toBe(2)
    expect(stderr).toContain(tenant.id)
  })

  it('takes the environment before the profile', async () => {
    await user.json(['login', '--url', url], { input: ADMIN_KEY })
    const { key } = await keyOf(posthorn, tenant, 'read')
    expect(await user.json(['events'], { env: { POSTHORN_API_KEY: key } })).toEqual([])
    const other = { POSTHORN_URL: `http://localhost:${new URL(url).port}` }
    const { code, stderr } = await user.run(['events', '--tenant', tenant.id], { env: other })
    expect(code).toBe(3)
    expect(stderr).toContain('is not sent to http://localhost')
  })

  it('says when other users can read the file, and when it is not in its format', async () => {
    await user.json(['login', '--url', url], { input: ADMIN_KEY })
    const text = await readFile(configFile(), 'utf8')
    await chmod(configFile(), 0o644)
    expect((await user.run(['events', '--tenant', tenant.id])).stderr).toContain('chmod 600')
    await writeFile(configFile(), text.slice(0, -4))
    const { code, stderr } = await user.run(['events', '--tenant', tenant.id])
    expect(code).toBe(2)
    expect(stderr).toContain(configFile())
  })
})
