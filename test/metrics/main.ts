import { DOCUMENT, isStale, writeDocument } from './metrics-document.ts'

const HELP = `Usage: npm run metrics [-- --check]

Writes ${DOCUMENT} from the metrics that the services register. --check writes nothing, and fails if it is not up to date.`

const args = process.argv.slice(2)
const unknown = args.find((arg) => !['--help', '-h', '--check'].includes(arg))
if (args.includes('--help') || args.includes('-h')) {
  console.log(HELP)
} else if (unknown !== undefined) {
  console.error(`Unknown option "${unknown}".\n\n${HELP}`)
  process.exitCode = 1
} else if (!isStale()) {
  console.log('✔ Up to date')
} else if (args.includes('--check')) {
  console.error(`✘ ${DOCUMENT} is stale: run npm run metrics`)
  process.exitCode = 1
} else {
  writeDocument()
  console.log(`✔ ${DOCUMENT} written`)
}
// A process with metrics watches its event loop.
process.exit()
