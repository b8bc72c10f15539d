import { isStale, makeFiles, write } from './files.ts'

const HELP = `Usage: npm run openapi [-- --check]

Writes docs/openapi.json from what the routes declare, and from it the types of a client,
packages/contracts/src/generated/api.ts. --check writes nothing, and fails if one of them is not up to date.`

const args = process.argv.slice(2)
const unknown = args.find((arg) => !['--help', '-h', '--check'].includes(arg))
if (args.includes('--help') || args.includes('-h')) {
  console.log(HELP)
} else if (unknown !== undefined) {
  console.error(`Unknown option "${unknown}".\n\n${HELP}`)
  process.exitCode = 1
} else {
  const stale = (await makeFiles()).filter(isStale)
  if (args.includes('--check')) {
    for (const { name } of stale) console.error(`✘ ${name} is stale: run npm run openapi`)
    process.exitCode = stale.length === 0 ? 0 : 1
  } else {
    for (const file of stale) write(file)
  }
  if (stale.length === 0) console.log('✔ All up to date')
  else if (!args.includes('--check')) for (const { name } of stale) console.log(`✔ ${name} written`)
}
