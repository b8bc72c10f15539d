import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'
import { readOrMakeKeys } from './keys.ts'

const KEY = Buffer.alloc(32, 7).toString('base64')

describe('the encryption key of npm start', () => {
  let dataDir: string

  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'posthorn-keys-'))
  })
  afterEach(() => rm(dataDir, { recursive: true }))

  async function makeDatabase(): Promise<void> {
    await mkdir(path.join(dataDir, 'postgres'))
    await writeFile(path.join(dataDir, 'postgres/PG_VERSION'), '18\n')
  }

  it('is created for a new database, and stored', async () => {
    const { encryption } = await readOrMakeKeys(readConfig({}), dataDir)
    expect(await readFile(path.join(dataDir, 'encryption-key'), 'utf8')).toBe(`${encryption}\n`)
    await makeDatabase()
    expect((await readOrMakeKeys(readConfig({}), dataDir)).encryption).toBe(encryption)
  })

  it('is not created for an existing database: the error names the missing file', async () => {
    await makeDatabase()
    await expect(readOrMakeKeys(readConfig({}), dataDir)).rejects.toThrow(
      `The file ${dataDir}/encryption-key is missing`,
    )
  })

  it('may come from the environment instead', async () => {
    await makeDatabase()
    const config = readConfig({ POSTHORN_ENCRYPTION_KEY: KEY })
    expect((await readOrMakeKeys(config, dataDir)).encryption).toBe(KEY)
  })
})
