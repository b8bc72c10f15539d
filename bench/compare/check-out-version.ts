import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startChild } from '@posthorn/dev/child-process'
import type { CleanupStack } from '@posthorn/runtime'
import { checkOutCommit, removeCheckout } from '../../test/upgrade/checkout.ts'
import type { Version } from '../version.ts'

/** Installs the code of a commit in a temporary directory, which is removed at the end. */
export async function checkOutVersion(commit: string, cleanup: CleanupStack): Promise<Version> {
  const directory = checkOutCommit(commit, commit.slice(0, 12))
  cleanup.add('checkout', async () => removeCheckout(directory))
  return {
    name: 'base',
    directory,
    nodeOptions: await nodeOptionsOf(directory),
    migrate: (databaseUrl) => migrate(directory, databaseUrl),
  }
}

/** The options that its own `npm start` gives to services; earlier versions had none. */
async function nodeOptionsOf(directory: string): Promise<readonly string[]> {
  const file = join(directory, 'dev/src/memory-options.ts')
  if (!existsSync(file)) return []
  const { MEMORY_OPTIONS } = (await import(pathToFileURL(file).href)) as { MEMORY_OPTIONS: readonly string[] }
  return MEMORY_OPTIONS
}

/** With its own program, because its tables and indexes are a part of what is compared. */
async function migrate(directory: string, databaseUrl: string): Promise<void> {
  const child = startChild(process.execPath, [join(directory, 'prisma/migrate.ts')], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    output: 'pipe',
  })
  let output = ''
  for (const stream of [child.process.stdout, child.process.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  if ((await child.exited) !== 0) throw new Error(`the migrations of ${directory} failed:\n${output}`)
}
