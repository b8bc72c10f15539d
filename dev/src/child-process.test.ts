import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startChild, startScript } from './child-process.ts'

const GRACE_MS = 10_000
const DEAF = "process.on('SIGTERM', () => {}); console.log('ready'); setInterval(() => {}, 1000)"

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'posthorn-child-'))
})
afterAll(() => rm(folder, { recursive: true }))

function startSource(source: string) {
  return startChild(process.execPath, ['-e', source], { env: {}, output: 'pipe' })
}

function firstOutput({ process: { stdout } }: ReturnType<typeof startSource>): Promise<string> {
  return new Promise((resolve) => {
    stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
  })
}

describe('a child process', { timeout: 60_000 }, () => {
  it('has an exit code and an ending', async () => {
    const child = startSource('process.exit(3)')
    expect(await child.exited).toBe(3)
    expect([child.isRunning(), child.ending()]).toEqual([false, 'stopped (exit code 3)'])
  })

  it('cannot be started: fails with the reason', async () => {
    const child = startChild(path.join(folder, 'nothing'), [], { env: {}, output: 'pipe' })
    await expect(child.exited).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('stops on a signal without being killed', async () => {
    const child = startSource("console.log('ready'); setInterval(() => {}, 1000)")
    await firstOutput(child)
    expect(await child.stop({ graceMs: GRACE_MS })).toBe(true)
    expect(child.ending()).toBe('was killed by SIGTERM')
    expect(await child.stop({ graceMs: GRACE_MS })).toBe(true)
  })

  it('is killed when the time has passed, or at once in a hurry', async () => {
    const hurry = new AbortController()
    const slow = startSource(DEAF)
    const hurried = startSource(DEAF)
    await Promise.all([firstOutput(slow), firstOutput(hurried)])
    expect(await slow.stop({ graceMs: 1 })).toBe(false)
    const stopped = hurried.stop({ graceMs: GRACE_MS, hurry: hurry.signal })
    hurry.abort()
    expect(await stopped).toBe(false)
    expect(hurried.ending()).toBe('was killed by SIGKILL')
  })

  it('appends its output to a file', async () => {
    const file = path.join(folder, 'output.log')
    await writeFile(file, 'before\n')
    const child = startChild(process.execPath, ['-e', "console.log('out'); console.error('err')"], {
      env: {},
      output: { file },
    })
    await child.exited
    expect((await readFile(file, 'utf8')).split('\n')).toEqual(['before', 'out', 'err', ''])
  })

  it('that is a script loads the modules of its caller first', async () => {
    const [script, module] = [path.join(folder, 'script.mjs'), path.join(folder, 'module.mjs')]
    await writeFile(module, 'globalThis.loaded = true')
    await writeFile(script, 'process.exit(globalThis.loaded && process.argv[2] === "5" ? 5 : 1)')
    const child = startScript(script, { args: ['5'], imports: [module], env: {}, output: 'pipe' })
    expect(await child.exited).toBe(5)
  })
})
