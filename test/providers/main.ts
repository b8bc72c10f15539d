import { DOCUMENT, isStale, writeDocument } from './providers-document.ts'

const HELP = `Usage: npm run providers [-- --check]

Writes ${DOCUMENT} from the catalogue of providers. --check writes nothing, and fails if it is not up to date.`

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
  console.error(`✘ ${DOCUMENT} is stale: run npm run providers`)
  process.exitCode = 1
} else {
  writeDocument()
  console.log(`✔ ${DOCUMENT} written`)
}
