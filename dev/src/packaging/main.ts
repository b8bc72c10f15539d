import path from 'node:path'
import { ROOT } from '../root.ts'
import { explain } from '../user-error.ts'
import { packClient } from './pack-client.ts'

const HELP = `Usage: npm run pack [-- <directory>]

Builds the npm packages as plain JavaScript and packs them into a directory, by default "dist".`

const args = process.argv.slice(2)
if (args.includes('--help') || args.includes('-h')) {
  console.log(HELP)
} else {
  try {
    console.log(await packClient(path.resolve(ROOT, args[0] ?? 'dist')))
  } catch (error) {
    console.error(explain(error))
    process.exitCode = 1
  }
}
