import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEPLOY, TOOL_MS_MAX, toolOnPath } from './tool.ts'

const UNITS = path.join(DEPLOY, 'systemd')
const ROOT = path.resolve(DEPLOY, '..')
const SERVICES = ['api', 'ingest', 'worker']
/** Of 10, in tenths: https://www.freedesktop.org/software/systemd/man/latest/systemd-analyze.html calls up to 2 "OK". */
const EXPOSURE_MAX = '20'
const systemdAnalyze = toolOnPath('systemd-analyze')

const read = (file: string) => readFileSync(path.join(UNITS, file), 'utf8')
const units = readdirSync(UNITS).filter((file) => /\.(?:service|target)$/.test(file))

describe('the units', () => {
  it('start programs that exist', () => {
    const scripts = units
      .flatMap((unit) => [...read(unit).matchAll(/^ExecStart=\/usr\/bin\/node (\S+)$/gm)])
      .flatMap(([, script = '']) => SERVICES.map((service) => script.replace('%i', service)))
    expect(scripts.length).toBeGreaterThan(SERVICES.length)
    expect(scripts.filter((script) => !existsSync(path.join(ROOT, script)))).toEqual([])
  })

  it('read variables that .env.example explains', () => {
    const names = [...read('posthorn.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name)
    const explained = readFileSync(path.join(ROOT, '.env.example'), 'utf8')
    expect(names).toContain('DATABASE_URL')
    expect(names.filter((name) => !new RegExp(`^# ${name}=`, 'm').test(explained))).toEqual([])
  })

  it('give a service more time to stop than it takes', () => {
    const [, limitMs] = /STOP_MS = (\d+)_000/.exec(
      readFileSync(path.join(ROOT, 'packages/runtime/src/run-service.ts'), 'utf8'),
    ) ?? [undefined, 'not found']
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(read('posthorn@.service'))?.[1])).toBeGreaterThan(
      Number(limitMs),
    )
  })
})

describe.skipIf(systemdAnalyze === undefined)('systemd-analyze', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'units-'))
    for (const unit of units) {
      // A machine that only runs the tests may have its Node.js elsewhere.
      writeFileSync(path.join(folder, unit), read(unit).replaceAll('/usr/bin/node', process.execPath))
    }
    for (const service of SERVICES) {
      cpSync(path.join(folder, 'posthorn@.service'), path.join(folder, `posthorn@${service}.service`))
    }
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const started = [...SERVICES.map((service) => `posthorn@${service}.service`), 'posthorn-migrate.service']

  it.each([...started, 'posthorn.target'])('verifies %s', { timeout: TOOL_MS_MAX }, async (unit) => {
    expect(await systemdAnalyze?.('verify', path.join(folder, unit))).toEqual({ code: 0, output: '' })
  })

  it.each(started)('finds little exposure in %s', { timeout: TOOL_MS_MAX }, async (unit) => {
    const args = ['security', '--offline=true', `--threshold=${EXPOSURE_MAX}`, path.join(folder, unit)]
    const result = await systemdAnalyze?.(...args)
    expect(result?.output).toContain('Overall exposure level')
    expect(result?.code).toBe(0)
  })
})
