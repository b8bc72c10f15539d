import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Cli } from '../cli.ts'
import { UsageError } from '../process/cli-error.ts'

const Profile = z.strictObject({
  url: z.url(),
  key: z.string().min(1),
  tenant: z.string().min(1).optional(),
})
/** A Posthorn and a key for it. */
export type Profile = z.infer<typeof Profile>

const Config = z.strictObject({
  profiles: z.record(z.string(), Profile).default({}),
  /** Signing secrets of the relays that were created on this machine, by their id. */
  relaySecrets: z.record(z.string(), z.string()).default({}),
})
/** What commands have stored. */
export type Config = z.infer<typeof Config>

/** The file with the profiles of this user. */
export function configFileOf({ env, homeDirectory }: Pick<Cli, 'env' | 'homeDirectory'>): string {
  const directory = env['XDG_CONFIG_HOME'] || path.join(homeDirectory, '.config')
  return path.join(directory, 'posthorn', 'config.json')
}

/**
 * Reads the profiles; none if the file does not exist.
 * @throws UsageError when the file is not in its format
 */
export async function readConfig(file: string): Promise<Config> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { profiles: {}, relaySecrets: {} }
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`, { cause: error })
  }
  try {
    return Config.parse(JSON.parse(text))
  } catch (error) {
    const what = error instanceof z.ZodError ? z.prettifyError(error) : 'it is not JSON'
    throw new UsageError(`${file} is invalid: ${what}. Repair it, or delete it and run "posthorn login".`, {
      cause: error,
    })
  }
}

/** Replaces the file as a whole: a crash or a second writer leaves one of the two versions. Only its user can read it. */
export async function writeConfig(file: string, config: Config): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}`
  try {
    await writeFile(draft, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 })
    // The mode above does not count for a draft that a crash has left.
    await chmod(draft, 0o600)
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/** Whether other users of the machine can read the file. */
export async function isExposed(file: string): Promise<boolean> {
  if (process.platform === 'win32') return false
  try {
    return ((await stat(file)).mode & 0o077) !== 0
  } catch {
    return false
  }
}
