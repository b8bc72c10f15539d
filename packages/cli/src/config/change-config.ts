import { mkdir, open, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type Config, readConfig, writeConfig } from './config-file.ts'

/** A change takes milliseconds: a process that has held the lock for longer was killed. */
const STALE_MS = 5000
const PAUSE_MS = 20

/**
 * Changes what commands have stored. Other processes wait meanwhile: what one of them stores is not lost.
 * @throws UsageError when the file is not in its format, and what `change` throws, which then changes nothing
 */
export async function changeConfig(file: string, change: (config: Config) => Config): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const lock = `${file}.lock`
  await takeLock(lock)
  try {
    await writeConfig(file, change(await readConfig(file)))
  } finally {
    await rm(lock, { force: true })
  }
}

async function takeLock(lock: string): Promise<void> {
  for (;;) {
    try {
      await (await open(lock, 'wx', 0o600)).close()
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    if (await isStale(lock)) await rm(lock, { force: true })
    else await setTimeout(PAUSE_MS)
  }
}

/** Also when the clock was set back: its time is then in the future. */
async function isStale(lock: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(lock)
    return Math.abs(Date.now() - mtimeMs) > STALE_MS
  } catch {
    // Its owner has just removed it.
    return false
  }
}
