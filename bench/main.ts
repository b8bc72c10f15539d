/** Behind `npm run bench`: measurements of what Posthorn promises, each by its name. */
import { measureIsolation } from './isolation/main.ts'

const MEASUREMENTS = new Map([
  ['isolation', { run: measureIsolation, what: 'what endpoints that hang or refuse cost the others' }],
])

const HELP = `Usage: npm run bench -- MEASUREMENT [options]

Starts the services as processes with a PostgreSQL and a Redis of their own, and measures.

${[...MEASUREMENTS].map(([name, { what }]) => `  ${name.padEnd(16)}${what}`).join('\n')}

"npm run bench -- MEASUREMENT --help" tells more about one of them.`

async function bench([name, ...args]: string[]): Promise<number> {
  const isHelp = name === '--help' || name === '-h'
  if (name === undefined || isHelp) {
    console.log(HELP)
    return isHelp ? 0 : 1
  }
  const measurement = MEASUREMENTS.get(name)
  if (measurement !== undefined) return measurement.run(args)
  console.error(`There is no measurement "${name}".\n\n${HELP}`)
  return 1
}

process.exit(await bench(process.argv.slice(2)))
