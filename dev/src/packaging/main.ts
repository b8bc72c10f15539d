import path from 'node:path'
import { ROOT } from '../root.ts'
import { explain } from '../user-error.ts'
import { packCli } from './pack-cli.ts'
import { packClient } from './pack-client.ts'
import { packPortal } from './pack-portal.ts'

const HELP = `Usage: npm run pack [-- <directory>]

Builds the npm packages "@posthorn/client", "posthorn" (the command line) and "@posthorn/portal" as plain JavaScript, and packs
them into a directory, by default "dist".`

const args = process.argv.slice(2)
if (args.includes('--help') || args.includes('-h')) {
  console.log(HELP)
} else {
  try {
    const directory = path.resolve(ROOT, args[0] ?? 'dist')
    for (const pack of [packClient, packCli, packPortal]) console.log(await pack(directory))
  } catch (error) {
    console.error(explain(error))
    process.exitCode = 1
  }
}
