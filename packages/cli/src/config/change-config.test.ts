import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changeConfig } from './change-config.ts'
import { type Config, readConfig } from './config-file.ts'

describe('a change of the configuration', () => {
  let directory: string
  let file: string
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'posthorn-config-'))
    file = path.join(directory, 'config.json')
  })
  afterEach(() => rm(directory, { recursive: true }))

  const withSecret = (id: string) => (config: Config) => ({
    ...config,
    relaySecrets: { ...config.relaySecrets, [id]: `whsec_${id}` },
  })

  it('keeps what others store at the same time', async () => {
    const ids = Array.from({ length: 20 }, (_none, n) => `ep_${n}`)
    await Promise.all(ids.map((id) => changeConfig(file, withSecret(id))))
    expect(Object.keys((await readConfig(file)).relaySecrets).toSorted()).toEqual(ids.toSorted())
    expect(await readdir(directory)).toEqual(['config.json'])
  })

  it('takes over the lock of a process that was killed', async () => {
    await writeFile(`${file}.lock`, '')
    const past = new Date(Date.now() - 60_000)
    await utimes(`${file}.lock`, past, past)
    await changeConfig(file, withSecret('ep_1'))
    expect((await readConfig(file)).relaySecrets).toEqual({ ep_1: 'whsec_ep_1' })
  })

  it('that is refused stores nothing, and lets the next one go on', async () => {
    const refused = changeConfig(file, () => {
      throw new Error('refused')
    })
    await expect(refused).rejects.toThrow('refused')
    expect(await readdir(directory)).toEqual([])
    await changeConfig(file, withSecret('ep_1'))
  })
})
