import type { Lab } from '../lab.ts'
import type { Result } from '../result.ts'

/** One thing that is measured. */
export interface Scenario {
  name: string
  /** Said in the progress and by --help. */
  what: string
  /** Whether it says anything that the column of the PostgreSQL backend is there for. */
  onPostgres: boolean
  run: (lab: Lab) => Promise<Result[]>
}
