import path from 'node:path'
import { readCommandLine } from '../command-line.ts'
import { ROOT } from '../root.ts'
import { listenForStop } from '../stop-signals.ts'
import { buildPortal } from './build-portal.ts'

const HELP = `Usage: npm run portal [-- --out DIRECTORY]

Builds the npm package of packages/portal: JavaScript, types, README and package.json. "npm pack DIRECTORY" makes a tarball of it.
--out is packages/portal/dist by default.`

const { values, exitCode } = readCommandLine(process.argv.slice(2), { out: { type: 'string' } }, HELP)
if (values === undefined) {
  process.exitCode = exitCode
} else {
  const { stop } = listenForStop()
  const out = path.resolve(ROOT, values.out ?? 'packages/portal/dist')
  process.exitCode = await buildPortal(out, stop)
}
