import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type PostgresServer, startPostgres } from './index.ts'

const IS_ROOT = process.getuid?.() === 0

async function query(server: PostgresServer, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: server.url('postgres') })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** claim-cluster.test.ts has every case; these two start servers. */
describe('the embedded PostgreSQL as root', { timeout: 120_000 }, () => {
  let parent: string
  let said: string[]
  const running = new Set<PostgresServer>()
  const homes = new Set<string>()

  beforeEach(async () => {
    // Closed to PostgreSQL's user, like root's home.
    parent = await mkdtemp(path.join(os.tmpdir(), 'posthorn-identity-'))
    said = []
  })
  afterEach(async () => {
    for (const server of running) await server.stop({ hurry: true })
    running.clear()
    for (const home of [...homes, parent]) await rm(home, { recursive: true, force: true })
  })

  async function start(dataDir: string): Promise<PostgresServer> {
    const server = await startPostgres({ dataDir, durable: false, onProgress: (line) => said.push(line) })
    running.add(server)
    homes.add(server.home)
    return server
  }

  async function stop(server: PostgresServer): Promise<void> {
    await server.stop({ hurry: true })
    running.delete(server)
  }

  it.runIf(IS_ROOT)('says where its data is, keeps it through a move, and lets no copy have it', async () => {
    const dataDir = path.join(parent, 'moved')
    const first = await start(path.join(parent, 'first'))
    expect(said).toContain(`Starting PostgreSQL with its data in ${first.home}/postgres`)
    await query(first, "create table fact as select 'still here' as text")
    await stop(first)
    await rename(path.join(parent, 'first'), dataDir)
    await cp(dataDir, path.join(parent, 'copy'), { recursive: true })

    const moved = await start(dataDir)
    expect(await query(moved, 'select text from fact')).toEqual([{ text: 'still here' }])
    await expect(start(path.join(parent, 'copy'))).rejects.toThrow(/in use by process/)
    await stop(moved)
    await expect(start(path.join(parent, 'copy'))).rejects.toThrow(/is a copy of .*moved/)
    await writeFile(path.join(dataDir, 'postgres-password'), 'another\n')
    await expect(start(dataDir)).rejects.toThrow(
      `The password in ${dataDir}/postgres-password is not that of the PostgreSQL data in ${moved.home}/postgres.`,
    )
  })

  it.runIf(IS_ROOT)('opens a copy that was made without keeping the owner of its files', async () => {
    const open = path.join(os.tmpdir(), `posthorn-identity-open-${process.pid}`)
    homes.add(open)
    await mkdir(open, { mode: 0o711 })
    const original = path.join(open, 'original')
    await stop(await start(original))
    await cp(original, path.join(open, 'copy'), { recursive: true })
    const copy = await start(path.join(open, 'copy'))
    expect(copy.home).toBe(path.join(open, 'copy'))
  })
})
