import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ROOT } from '../src/root.ts'

const FILES = ['package.json', 'package-lock.json', '.npmrc']

/** The npm that runs the tests, or the one on the PATH. */
function npm(args: string[], cwd: string) {
  const script = process.env['npm_execpath']
  const [command, first] =
    script?.endsWith('npm-cli.js') === true ? [process.execPath, [script]] : ['npm', []]
  // Without npm's own environment, which names the directory that the tests were started in.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)))
  return spawnSync(command, [...first, ...args], { cwd, env, encoding: 'utf8', timeout: 60_000 })
}

describe('npm itself in a copy of the repository', { timeout: 90_000 }, () => {
  let folder: string
  const contents = () => FILES.map((file) => readFileSync(path.join(folder, file), 'utf8'))

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'posthorn-npm-'))
    for (const file of FILES) cpSync(path.join(ROOT, file), path.join(folder, file))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it.each(['install', 'ci'])('installs nothing (npm %s) and changes no file', (command) => {
    const before = contents()
    const { status, stderr } = npm([command], folder)
    expect(stderr).not.toContain('npm error')
    expect(status).toBe(0)
    expect(contents()).toEqual(before)
  })

  it('leaves the file that makes the next command install again what npm removed', () => {
    const installed = path.join(folder, 'node_modules/installed-by-pnpm')
    mkdirSync(installed, { recursive: true })
    writeFileSync(path.join(installed, 'package.json'), '{"name":"installed-by-pnpm","version":"1.0.0"}')
    expect(npm(['install'], folder).status).toBe(0)
    expect(existsSync(installed)).toBe(false)
    expect(existsSync(path.join(folder, 'node_modules/.package-lock.json'))).toBe(true)
  })
})
