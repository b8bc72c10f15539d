import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findFreePort } from '../../postgres/free-port.ts'
import { type Service, startService } from './services.ts'

const HEALTHY = `
  import { createServer } from 'node:http'
  console.log(JSON.stringify({ level: 30, msg: 'routine' }))
  console.log(JSON.stringify({ level: 40, msg: 'watch out', answer: 42 }))
  createServer((request, response) => {
    response.end()
    if (request.url === '/die') process.exit(3)
  }).listen(Number(process.env.PORT), '127.0.0.1')
  process.on('SIGTERM', () => process.exit(0))
`
const NO_HURRY = new AbortController().signal

describe('a service of npm start', { timeout: 20_000 }, () => {
  let folder: string
  let origin: string
  let lines: string[]
  let service: Service

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'posthorn-services-'))
    lines = []
  })
  afterEach(async () => {
    await service.stop(NO_HURRY)
    await rm(folder, { recursive: true })
  })

  async function start(source: string): Promise<void> {
    const script = path.join(folder, 'main.mjs')
    const port = await findFreePort()
    origin = `http://127.0.0.1:${port}`
    await writeFile(script, source)
    service = startService({
      name: 'worker',
      script,
      origin,
      env: { PORT: String(port) },
      logFolder: path.join(folder, 'logs'),
      say: (line) => lines.push(line),
    })
  }

  it('is ready when /readyz is 200, and its warnings are shown', async () => {
    await start(HEALTHY)
    await service.ready(NO_HURRY)
    expect(lines).toEqual(['worker  WARN  watch out answer=42'])
    await vi.waitFor(async () => {
      expect(await readFile(path.join(folder, 'logs/worker.log'), 'utf8')).toContain('routine')
    })
  })

  it('is restarted when it exits', async () => {
    await start(HEALTHY)
    await service.ready(NO_HURRY)
    await fetch(`${origin}/die`).catch(() => {})
    await vi.waitFor(() => expect(lines).toContain('worker is ready again.'), { timeout: 8_000 })
    expect(lines).toContain('worker stopped (exit code 3). Starting it again in 1 s.')
  })

  it('is given up when it never becomes ready, and the end of its log is shown', async () => {
    await start('console.error("no such table"); process.exit(1)')
    await expect(service.ready(NO_HURRY)).rejects.toThrow(/worker does not stay up.*no such table/s)
  })
})
