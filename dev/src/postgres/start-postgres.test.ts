import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { ensureDatabase, type PostgresServer, startPostgres } from './index.ts'

const START_AND_WAIT = `
  const { startPostgres } = await import(process.argv[1])
  const server = await startPostgres({ dataDir: process.argv[2], durable: false })
  console.log(server.url('postgres'))
  setInterval(() => {}, 1000)
`

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query(sql)
    return rows
  } finally {
    await client.end()
  }
}

describe('the embedded PostgreSQL', { timeout: 30_000 }, () => {
  const dataDir = temporaryFolder()
  const homes = new Set([dataDir])

  async function start(): Promise<PostgresServer> {
    const server = await startPostgres({ dataDir, durable: false })
    homes.add(server.home)
    return server
  }

  // The cluster is created once and started several times.
  beforeAll(async () => {
    const server = await start()
    const url = await ensureDatabase(server, 'kept')
    await query(url, "create table fact as select 'still here' as text")
    await server.stop()
  }, 30_000)

  afterAll(async () => {
    for (const home of homes) await rm(home, { recursive: true, force: true })
  })

  it('keeps its data across starts', async () => {
    const server = await start()
    expect(await query(server.url('kept'), 'select text from fact')).toEqual([{ text: 'still here' }])
    expect(await ensureDatabase(server, 'kept')).toBe(server.url('kept'))
    await server.stop()
  })

  it('stores text as UTF-8 and maps case beyond ASCII', async () => {
    const server = await start()
    expect(await query(server.url('kept'), "select upper('é') as big, 'Z' < 'a' as by_code_point")).toEqual([
      { big: 'É', by_code_point: true },
    ])
    await server.stop()
  })

  it('is not started twice on one data directory', async () => {
    const server = await start()
    await expect(start()).rejects.toThrow(
      new RegExp(
        `^The data directory ${dataDir} is in use by process ${process.pid}, since [-\\d]+ [:\\d]+ UTC. ` +
          'Stop it, or set POSTHORN_DATA_DIR to another directory.$',
      ),
    )
    await server.stop()
  })

  it('restarts on the same port after it was killed', async () => {
    const server = await start()
    const [row] = await query(server.url('kept'), "select pg_read_file('postmaster.pid') as text")
    const { text } = Object(row)
    process.kill(Number.parseInt(text, 10), 'SIGQUIT')
    await server.gone()
    await server.restart()
    expect(await query(server.url('kept'), 'select text from fact')).toEqual([{ text: 'still here' }])
    await server.stop()
  })

  it('is stopped when the process that started it is killed', async () => {
    const entry = path.join(import.meta.dirname, 'index.ts')
    const caller = spawn(process.execPath, ['--input-type=module', '-e', START_AND_WAIT, entry, dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [url] = await once(caller.stdout, 'data')
    caller.kill('SIGKILL')
    await vi.waitFor(
      async () => {
        await expect(query(String(url).trim(), 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
      },
      { timeout: 8_000, interval: 100 },
    )
    const server = await start()
    await server.stop()
  })
})
