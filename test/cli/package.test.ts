import { globSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { requestOf, samples } from '@posthorn/webhook/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findRuntimes } from '../client/runtimes.ts'
import { run } from '../generators/run-command.ts'
import { isLeftOut, pathOf } from '../generators/tools.ts'
import { type InstalledCli, installCli } from './installed-cli.ts'

const DEADLINE_MS = 180_000
const MIB = 1024 * 1024
const runtimes = (await findRuntimes()).filter(({ name }) => name.startsWith('Node.js'))

let cli: InstalledCli
let directory: string
beforeAll(async () => {
  cli = await installCli()
  directory = path.join(cli.path, 'node_modules/posthorn')
}, DEADLINE_MS)
afterAll(() => cli?.remove())

it('has one file of code, and the licences of what is in it', () => {
  const files = globSync('**/*', { cwd: directory, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
  expect(files.toSorted()).toEqual([
    'LICENSE',
    'README.md',
    'dist/LICENCES.txt',
    'dist/posthorn.js',
    'package.json',
  ])
  const licences = readFileSync(path.join(directory, 'dist/LICENCES.txt'), 'utf8')
  for (const name of ['commander', 'ipaddr.js', 'zod'])
    expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'))
})

it('has no dependencies, and at most 1 MiB of code', () => {
  const manifest = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'))
  expect(Object.keys(manifest).filter((name) => /dependencies$/i.test(name))).toEqual([])
  expect(manifest).toMatchObject({ name: 'posthorn', bin: { posthorn: 'dist/posthorn.js' } })
  expect(readFileSync(cli.script).length).toBeLessThanOrEqual(MIB)
})

it('is run by npx', { timeout: DEADLINE_MS }, async () => {
  const { version } = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'))
  const printed = await run('npx', ['--offline', 'posthorn', '--version'], {
    cwd: cli.path,
    deadlineMs: DEADLINE_MS,
  })
  expect(printed.trim()).toBe(version)
})

for (const { name, tool } of runtimes) {
  describe.skipIf(isLeftOut(`the command line on ${name}`, tool))(
    `on ${name}`,
    { timeout: DEADLINE_MS },
    () => {
      const node = (...args: string[]) =>
        run(pathOf(tool), [cli.script, ...args], {
          cwd: cli.path,
          deadlineMs: DEADLINE_MS,
          env: { NODE_OPTIONS: '' },
        })

      it('prints help and completions', async () => {
        expect(await node('listen', '--help')).toContain('--forward-to <url>')
        expect(await node('completion', 'bash')).toContain('complete -o default -F _posthorn posthorn')
      })

      it.each(['stripe', 'twilio', 'mailgun', 'discord', 'clerk', 'hmac', 'zendesk'])(
        'verifies %s',
        async (provider) => {
          const sample = samples.find((each) => each.provider === provider)
          if (sample === undefined) throw new Error(`there is no sample of ${provider}`)
          const url = sample.url ?? 'https://example.com/hook'
          const { headers, body } = await requestOf(sample, Math.floor(Date.now() / 1000), url)
          const lines = Object.entries(headers).map(([header, value]) => `${header}: ${String(value)}`)
          const file = path.join(cli.path, `${provider}.txt`)
          await writeFile(file, Buffer.concat([Buffer.from([...lines, '', ''].join('\r\n')), body]))
          const args = [
            '--provider',
            provider,
            '--called-url',
            url,
            '--config',
            JSON.stringify(sample.config ?? {}),
          ]
          const verify = (secret: string) => node('verify', '--request', file, '--secret', secret, ...args)
          expect(await verify(sample.secret)).toContain(`Verified: ${sample.events[0]?.providerType}`)
          await expect(verify(sample.otherSecret)).rejects.toThrow('Not verified: Signature does not match')
        },
      )
    },
  )
}
