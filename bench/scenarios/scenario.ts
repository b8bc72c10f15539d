import type { Lab } from '../lab.ts'
import type { RawLoop, Result } from '../result.ts'

/** A measurement of the benchmark. */
export interface Scenario {
  name: string
  /** Shown in the progress and by --help. */
  what: string
  /** The raw loop that is measured beside it. */
  of?: RawLoop
  /** Whether --quick includes it. Otherwise --quick only runs it when --only names it. */
  inQuick: boolean
  /** Whether it only runs when --only names it. */
  isNamedOnly?: true
  /** Whether its result depends on the queue backend, so that the PostgreSQL column has it. */
  onPostgres: boolean
  run: (lab: Lab) => Promise<Result[]>
}
