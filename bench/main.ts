/** The entry of `npm run bench`. */
import { measureIsolation } from './isolation/main.ts'
import { bench } from './run.ts'

const [first, ...rest] = process.argv.slice(2)
process.exit(first === 'isolation' ? await measureIsolation(rest) : await bench(process.argv.slice(2)))
