import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { claimCluster, hasCluster } from './claim-cluster.ts'
import { chooseLocation, makeHome } from './cluster-location.ts'
import { writeClusterId, writeClusterRecord } from './identity.ts'
import { homeByPath, SHARED_FOLDER } from './shared-folder.ts'

const IS_ROOT = process.getuid?.() === 0
const LAYOUTS = [
  { where: 'in the data directory', parentMode: 0o711, isElsewhere: false },
  { where: 'in /var/lib/posthorn', parentMode: 0o700, isElsewhere: true },
].filter(({ isElsewhere }) => IS_ROOT || !isElsewhere)

/** Data directories and clusters that were copied, moved, restored or removed in part. */
describe.each(LAYOUTS)('a cluster $where', { timeout: 30_000 }, ({ parentMode, isElsewhere }) => {
  let parent: string
  let dataDir: string
  let said: string[]
  const homes = new Set<string>()

  beforeEach(async () => {
    parent = await mkdtemp(path.join(os.tmpdir(), 'posthorn-claim-'))
    // Closed to PostgreSQL's user, like root's home, or open.
    await chmod(parent, parentMode)
    dataDir = path.join(parent, 'posthorn/.posthorn')
    said = []
  })
  afterEach(async () => {
    for (const home of [...homes, parent]) await rm(home, { recursive: true, force: true })
    homes.clear()
  })

  /** The steps of a start before the server: "made" or "found", and where. */
  async function claim(folder = dataDir): Promise<{ outcome: 'made' | 'found'; home: string }> {
    await mkdir(folder, { recursive: true })
    const location = await chooseLocation(folder, () => {})
    const newId = await claimCluster(folder, location, (line) => said.push(line))
    homes.add(location.home)
    if (newId === undefined) return { outcome: 'found', home: location.home }
    await makeHome(folder, location.home)
    await mkdir(location.clusterDir)
    await writeFile(path.join(location.clusterDir, 'PG_VERSION'), '18\n')
    await writeFile(path.join(folder, 'postgres-password'), 'a password\n')
    await writeClusterRecord(location.clusterDir, { id: newId, dataDir: folder }, location.user)
    await writeClusterId(folder, newId)
    return { outcome: 'made', home: location.home }
  }

  async function install(): Promise<string> {
    const { outcome, home } = await claim()
    expect(outcome).toBe('made')
    return home
  }

  /** As a version without ids left it: in a directory named after the path, with a note of its path. */
  async function installOld(): Promise<string> {
    const home = await install()
    await rm(path.join(home, 'postgres/posthorn-cluster.json'))
    await rm(path.join(dataDir, 'cluster-id'))
    await mkdir(path.join(dataDir, 'logs'))
    if (!isElsewhere) return home
    const oldHome = homeByPath(dataDir)
    homes.add(oldHome)
    await rename(home, oldHome)
    await writeFile(path.join(dataDir, 'postgres-location'), `${oldHome}\n`)
    return oldHome
  }

  const project = (name: string) => path.join(parent, name, '.posthorn')
  const copyTo = (name: string) => cp(path.dirname(dataDir), path.join(parent, name), { recursive: true })
  const moveTo = (name: string) => rename(path.dirname(dataDir), path.join(parent, name))

  describe.each([
    { version: 'this version', make: install },
    { version: 'a version without ids', make: installOld },
  ])('made by $version', ({ make }) => {
    it('is found again', async () => {
      const home = await make()
      expect(path.dirname(home) === SHARED_FOLDER).toBe(isElsewhere)
      expect(await claim()).toEqual({ outcome: 'found', home })
      const id = (await readFile(path.join(dataDir, 'cluster-id'), 'utf8')).trim()
      const record = await readFile(path.join(home, 'postgres/posthorn-cluster.json'), 'utf8')
      expect(JSON.parse(record)).toEqual({ id, dataDir })
      expect(await claim()).toEqual({ outcome: 'found', home })
    })

    it('follows a data directory that was moved, and is not given to a new clone at its old path', async () => {
      const home = await make()
      await moveTo('moved')
      expect((await claim(project('moved'))).outcome).toBe('found')
      expect((await claim()).outcome).toBe('made')
      const moved = await claim(project('moved'))
      expect(moved).toEqual({ outcome: 'found', home: isElsewhere ? home : project('moved') })
    })

    it('is not given to a new clone at the path of a removed one, which is notified of it', async () => {
      const home = await make()
      await rm(dataDir, { recursive: true })
      expect((await claim()).outcome).toBe('made')
      expect(said.filter((line) => line.includes(`remove the data: rm -r ${home}`))).toHaveLength(
        isElsewhere ? 1 : 0,
      )
    })

    it.runIf(!isElsewhere)('is copied with the data directory', async () => {
      await make()
      await copyTo('copy')
      expect(await claim(project('copy'))).toEqual({ outcome: 'found', home: project('copy') })
    })

    it.runIf(isElsewhere)(
      'is never shared with a copy of the data directory, whichever starts first',
      async () => {
        const home = await make()
        await copyTo('copy')
        const refusal = `${project('copy')} is a copy of ${dataDir}, and the PostgreSQL data in ${home}/postgres belongs to the original`
        await expect(claim(project('copy'))).rejects.toThrow(refusal)
        expect((await claim()).outcome).toBe('found')
        await expect(claim(project('copy'))).rejects.toThrow(refusal)
        await rm(project('copy'), { recursive: true })
        expect((await claim(project('copy'))).outcome).toBe('made')
      },
    )

    it('goes to the copy once the original is removed', async () => {
      await make()
      await copyTo('copy')
      await rm(dataDir, { recursive: true })
      expect((await claim(project('copy'))).outcome).toBe('found')
    })

    it('that is lost fails every start instead of starting empty', async () => {
      const home = await make()
      const lost = isElsewhere ? home : path.join(home, 'postgres')
      // Still nearby: no message may advise to remove it.
      await rename(lost, `${lost}-lost`)
      homes.add(`${lost}-lost`)
      const refusal = `The data directory ${dataDir} belongs to a PostgreSQL database in ${home}/postgres, which no longer exists.`
      await expect(claim()).rejects.toThrow(refusal)
      await expect(claim()).rejects.toThrow(refusal)
      expect(said).toEqual([])
      await rm(dataDir, { recursive: true })
      expect((await claim()).outcome).toBe('made')
    })

    it('is not opened when its password is missing, which is named', async () => {
      const home = await make()
      await rm(path.join(dataDir, 'postgres-password'))
      await expect(claim()).rejects.toThrow(
        `The file ${dataDir}/postgres-password is missing, and without it the PostgreSQL data in ${home}/postgres cannot be opened.`,
      )
    })
  })

  it('of another data directory is not opened', async () => {
    const home = await install()
    await writeClusterId(dataDir, 'fedcba987654')
    await expect(claim()).rejects.toThrow(`The PostgreSQL data in ${home}/postgres is not that of ${dataDir}`)
  })

  it('is made although the first start was interrupted before, and kept when it was interrupted after', async () => {
    await mkdir(dataDir, { recursive: true })
    await writeFile(path.join(dataDir, 'postgres-password'), 'made first\n')
    expect(await hasCluster(dataDir)).toBe(false)
    const home = await install()
    await rm(path.join(dataDir, 'cluster-id'))
    expect(await hasCluster(dataDir)).toBe(true)
    expect(await claim()).toEqual({ outcome: 'found', home })
  })
})
