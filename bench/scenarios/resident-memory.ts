import type { BenchTenant } from '../lab.ts'
import type { ServiceName } from '../version.ts'

/** The resident memory (RSS) of a process. */
export interface Resident {
  name: ServiceName
  mib: number
}

/** Each process in the order of its name; empty when the system does not report usage. */
export async function residentMiB(tenant: BenchTenant): Promise<Resident[]> {
  const all = await Promise.all(
    tenant.services().map(async (service) => ({ name: service.name, mib: await service.residentMiB() })),
  )
  return all
    .flatMap(({ name, mib }) => (mib === undefined ? [] : [{ name, mib }]))
    .toSorted((one, other) => one.name.localeCompare(other.name))
}
