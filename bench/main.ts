/** The entry of `npm run bench`. */
import { measureIsolation } from './isolation/main.ts'
import { bench } from './run.ts'
import { measureVerifying } from './verify/main.ts'

const [first, ...rest] = process.argv.slice(2)
const SEPARATE = { isolation: measureIsolation, verify: measureVerifying }
const separate = Object.entries(SEPARATE).find(([name]) => name === first)?.[1]
process.exit(separate === undefined ? await bench(process.argv.slice(2)) : await separate(rest))
