import path from 'node:path'
import { buildSite, serveSite } from '@posthorn/site'
import { readCommandLine } from '../command-line.ts'
import { ROOT } from '../root.ts'
import { listenForStop } from '../stop-signals.ts'
import { explain } from '../user-error.ts'

const DEFAULT_PORT = '5173'
const HELP = `Usage: npm run docs [-- --dev] [--port ${DEFAULT_PORT}]

Builds the documentation site from docs/ into packages/site/dist, for any file server; it needs no network.
--dev serves the site instead, on loopback, and shows changes of documents at once.`

async function main({ dev, port }: { dev?: boolean; port: string }): Promise<void> {
  const { stop } = listenForStop()
  if (dev === true) return serveSite({ port: Number(port), stop })
  const directory = await buildSite()
  console.log(`✔ ${path.relative(ROOT, directory)} written`)
}

const { values, exitCode } = readCommandLine(
  process.argv.slice(2),
  { dev: { type: 'boolean' }, port: { type: 'string', default: DEFAULT_PORT } },
  HELP,
)
if (values === undefined) {
  process.exitCode = exitCode
} else {
  try {
    await main(values)
    process.exit(0)
  } catch (error) {
    console.error(explain(error))
    process.exit(1)
  }
}
