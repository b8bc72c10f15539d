import { join } from 'node:path'
import { z } from 'zod'
import { checkOutCommit } from './checkout.ts'

const ROOT = join(import.meta.dirname, '../..')

/** A version of Posthorn with the directory of its code, as an operator has it. */
export interface Release {
  version: string
  directory: string
}

/** The code that is being tested. */
export const CURRENT: Release = { version: 'current', directory: ROOT }

const Releases = z.array(z.object({ version: z.string(), commit: z.string() }))

/** The versions to upgrade from, with their commits; `npm run test:upgrade` finds them in the changelog. */
export const RELEASES = Releases.parse(JSON.parse(process.env['TEST_RELEASES'] ?? '[]'))

/** Takes the code of a version out of the history, and installs it. */
export function checkOut({ version, commit }: { version: string; commit: string }): Release {
  return { version, directory: checkOutCommit(commit, version) }
}
