import path from 'node:path'
import { buildSite, serveSite } from '@posthorn/site'
import { readCommandLine } from '../command-line.ts'
import { ROOT } from '../root.ts'
import { listenForStop } from '../stop-signals.ts'
import { explain } from '../user-error.ts'

const DEFAULT_PORT = '5173'
const HELP = `Usage: npm run docs [-- --directory DIRECTORY]
       npm run docs -- --dev [--port ${DEFAULT_PORT}]

Builds the documentation site from docs/ into packages/site/dist, or another directory that is replaced, for any file
server; it needs no network.
--dev serves the site instead, on loopback, and shows changes of documents at once.`

interface Options {
  dev?: boolean
  port: string
  directory?: string
}

async function main({ dev, port, directory }: Options): Promise<void> {
  const { stop } = listenForStop()
  if (dev === true) return serveSite({ port: Number(port), stop })
  const built = await buildSite(directory)
  console.log(`✔ ${path.relative(ROOT, built)} written`)
}

const { values, exitCode } = readCommandLine(
  process.argv.slice(2),
  {
    dev: { type: 'boolean' },
    port: { type: 'string', default: DEFAULT_PORT },
    directory: { type: 'string' },
  },
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
