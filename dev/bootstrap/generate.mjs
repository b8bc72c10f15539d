import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { withInstallLock } from './install.mjs'
import { ROOT } from './root.mjs'
import { runStep } from './run.mjs'
import { createStamp } from './stamp.mjs'

const SCHEMA = 'prisma/schema.prisma'
const OUTPUT = path.join(ROOT, 'packages/database/src/generated')
const stamp = createStamp('generated', () => [SCHEMA, 'pnpm-lock.yaml'])

/** Generates the Prisma client unless it exists for the current schema. */
export async function generateDatabaseClient(node) {
  if (isUpToDate()) return
  await withInstallLock(async () => {
    if (isUpToDate()) return
    console.log('Generating the database client from the schema.')
    stamp.remove()
    const prisma = path.join(ROOT, 'node_modules/prisma/build/index.js')
    // Any executable keeps Prisma from downloading a schema engine, which `generate` does not use.
    const env = {
      PRISMA_SCHEMA_ENGINE_BINARY: node,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    }
    const exitCode = await runStep(node, [prisma, 'generate', '--schema', SCHEMA], { env, quiet: true })
    if (exitCode !== 0)
      throw new Error(`The database client could not be generated from ${SCHEMA}: see above.`)
    stamp.write()
  })
}

function isUpToDate() {
  return existsSync(OUTPUT) && readdirSync(OUTPUT).length > 0 && stamp.matches()
}
