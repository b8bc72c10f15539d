import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LogOutput } from './log-output.ts'
import { createLogger } from './logger.ts'

const FLUSH_MS = 10_000

describe('the output of a log', () => {
  let folder: string
  let descriptor: number
  const written = () => readFileSync(join(folder, 'log'), 'utf8')

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'posthorn-log-'))
    descriptor = openSync(join(folder, 'log'), 'w')
  })
  afterEach(() => {
    closeSync(descriptor)
    rmSync(folder, { recursive: true })
  })

  it('keeps the order of the lines', async () => {
    const output = new LogOutput(descriptor)
    const lines = Array.from({ length: 5_000 }, (_, index) => `line ${index}\n`)
    for (const line of lines) output.write(line)
    expect(await output.flush(FLUSH_MS)).toBe(true)
    expect(written()).toBe(lines.join(''))
  })

  it('writes waiting lines synchronously when the process exits', () => {
    const output = new LogOutput(descriptor)
    output.write('first\n')
    for (let index = 0; index < 100; index += 1) output.write(`line ${index}\n`)
    output.flushSync()
    expect(written()).toContain('line 99\n')
  })

  it('reports the number of lost lines once it can write again', async () => {
    const output = new LogOutput(descriptor)
    const logger = createLogger({ service: 'test', level: 'info', output })
    // More than waits in memory, in one turn of the event loop: nothing can be written meanwhile.
    for (let index = 0; index < 30_000; index += 1) logger.info({ padding: 'x'.repeat(400) }, 'filling')
    await output.flush(FLUSH_MS)
    await output.flush(FLUSH_MS)
    const lines = written().trimEnd().split('\n')
    const lost = 30_000 - lines.filter((line) => line.includes('filling')).length
    expect(lost).toBeGreaterThan(0)
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ level: 40, msg: 'log.lines_dropped', lines: lost })
  })
})
