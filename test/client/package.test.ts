import { existsSync, globSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { VERSION } from '@posthorn/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { run } from '../generators/run-command.ts'
import { type InstalledClient, installClient } from './installed-client.ts'

const DEADLINE_MS = 120_000
const TEST = path.resolve(import.meta.dirname, '..')
const KIB = 1024

/** The files that it may have. */
const FILES = /^(?:LICENSE|README\.md|package\.json|dist\/[\w/-]+(?:\.d\.ts|\.js))$/
/** A program that uses every part of the types. */
const PROGRAM = `
import { NotFoundError, Posthorn, type Schemas, verifyWebhook } from '@posthorn/client'

const posthorn = new Posthorn({ url: 'https://posthorn.example.com', key: 'key', tenant: 'acme' })
const { events, deliveries } = posthorn.tenant()

export async function publish(): Promise<string> {
  const { id } = await events.publish({ type: 'order.completed', data: { orderId: 'A-1001' } })
  // @ts-expect-error -- an event has a type
  await events.publish({ data: {} })
  return id
}

export async function failed(): Promise<Schemas['Delivery'][]> {
  const found: Schemas['Delivery'][] = []
  for await (const delivery of deliveries.list({ status: ['failed'] })) found.push(delivery)
  // @ts-expect-error -- no such status
  deliveries.list({ status: ['lost'] })
  return found
}

export async function verify(request: Request, secret: string): Promise<unknown> {
  const webhook = await verifyWebhook(await request.arrayBuffer(), request.headers, secret)
  return webhook.json().data
}

export const isMissing = (error: unknown) => error instanceof NotFoundError && error.code === 'not_found'
`

let client: InstalledClient
let directory: string
beforeAll(async () => {
  client = await installClient()
  directory = path.join(client.path, 'node_modules/@posthorn/client')
}, DEADLINE_MS)
afterAll(() => client?.remove())

const node = (script: string, ...args: string[]) =>
  run(process.execPath, [path.join(TEST, 'node_modules', script), ...args], {
    cwd: client.path,
    deadlineMs: DEADLINE_MS,
  })

it('has only JavaScript, types and documents', () => {
  const files = globSync('**/*', { cwd: directory, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
  expect(files).toContain('dist/index.js')
  expect(files.filter((file) => !FILES.test(file))).toEqual([])
})

it('has no dependencies, and names its version', () => {
  const manifest = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'))
  expect(Object.keys(manifest).filter((name) => /dependencies$/i.test(name))).toEqual([])
  expect(manifest.version).toBe(VERSION)
  expect(existsSync(path.join(client.path, 'node_modules/@posthorn/contracts'))).toBe(false)
})

it('has at most 16 KiB of JavaScript, gzipped', () => {
  const files = globSync('dist/**/*.js', { cwd: directory }).toSorted()
  const text = files.map((file) => readFileSync(path.join(directory, file), 'utf8')).join('\n')
  expect(gzipSync(text).length).toBeLessThanOrEqual(16 * KIB)
})

it('satisfies publint', { timeout: DEADLINE_MS }, async () => {
  expect(await node('publint/src/cli.js', directory, '--strict')).toContain('All good')
})

it('has types that every way of importing it finds', { timeout: DEADLINE_MS }, async () => {
  const options = ['--profile', 'esm-only', '--no-emoji', '--no-color']
  expect(await node('@arethetypeswrong/cli/dist/index.js', client.tarball, ...options)).toMatch(
    /node16 \(from ESM\) +│ OK \(ESM\)/,
  )
})

it.each(['nodenext', 'bundler'])(
  'compiles with the strictest options and without types of Node.js: %s',
  { timeout: DEADLINE_MS },
  async (resolution) => {
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      module: resolution === 'bundler' ? 'esnext' : resolution,
      moduleResolution: resolution,
      target: 'es2022',
      lib: ['es2022', 'dom', 'dom.iterable'],
      types: [],
      noEmit: true,
    }
    await writeFile(path.join(client.path, 'program.ts'), PROGRAM)
    const config = { compilerOptions, files: ['program.ts'] }
    await writeFile(path.join(client.path, 'tsconfig.json'), JSON.stringify(config))
    expect(await node('typescript/bin/tsc', '-p', client.path)).toBe('')
  },
)

it('is loaded by require, too', async () => {
  const program = path.join(client.path, 'program.cjs')
  await writeFile(program, "console.log(typeof require('@posthorn/client').Posthorn)")
  const options = { cwd: client.path, deadlineMs: DEADLINE_MS }
  expect(await run(process.execPath, ['--disable-warning=ExperimentalWarning', program], options)).toBe(
    'function\n',
  )
})
