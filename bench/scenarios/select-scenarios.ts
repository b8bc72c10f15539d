import type { BenchOptions } from '../options.ts'
import { SCENARIOS } from './catalogue.ts'
import type { Scenario } from './scenario.ts'

/** The scenarios of a run that are measured with the queue on this backend. */
export function scenariosOn(
  queue: 'redis' | 'postgres',
  { only, queues, profile }: Pick<BenchOptions, 'only' | 'queues' | 'profile'>,
): Scenario[] {
  // The second column only has scenarios that depend on the backend.
  const isSecond = queue === 'postgres' && queues.length > 1
  return SCENARIOS.filter(
    ({ name, onPostgres, inQuick, isNamedOnly }) =>
      (onPostgres || !isSecond) &&
      (only?.includes(name) ?? (isNamedOnly !== true && (inQuick || profile.name !== 'quick'))),
  )
}
