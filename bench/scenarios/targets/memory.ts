import { count, type Result } from '../../result.ts'
import type { ServiceName } from '../../version.ts'
import type { Resident } from '../resident-memory.ts'

/** One process of all services has no target yet. */
const RESIDENT_MIB_MAX: Partial<Record<ServiceName, number>> = { api: 180, worker: 200, ingest: 120 }

/** The result of the memory of each process; none when the system does not report usage. */
export function memoryResult(scenario: string, memory: readonly Resident[]): Result[] {
  if (memory.length === 0) return []
  const limits = memory.flatMap(({ name }) => RESIDENT_MIB_MAX[name] ?? [])
  return [
    {
      scenario,
      value: memory.map(({ name, mib }) => `${name} ${count(mib)} MiB`).join(', '),
      ...(limits.length > 0 && {
        target: `${memory.map(({ name }) => `${name} ${RESIDENT_MIB_MAX[name]}`).join(', ')} MiB`,
        isReached: memory.every(({ name, mib }) => mib <= (RESIDENT_MIB_MAX[name] ?? 0)),
      }),
      figures: memory.map(({ name, mib }) => ({ name: `${name}, MiB`, value: mib })),
      violations: [],
    },
  ]
}
