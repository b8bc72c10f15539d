import type { Lab } from '../lab.ts'
import type { RawLoop, Result } from '../result.ts'

/** One thing that is measured. */
export interface Scenario {
  name: string
  /** Said in the progress and by --help. */
  what: string
  /** The raw loop that is measured beside it. */
  of?: RawLoop
  /** Whether it says anything in the little time that there is with --quick. Otherwise it only runs there when it is named. */
  inQuick: boolean
  /** Whether it says anything that the column of the PostgreSQL backend is there for. */
  onPostgres: boolean
  run: (lab: Lab) => Promise<Result[]>
}
