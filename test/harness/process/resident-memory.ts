import { setTimeout } from 'node:timers/promises'
import { request } from 'undici'
import type { Service } from '../service.ts'

const SAMPLE_MS = 50
const METRIC = /^process_resident_memory_bytes (\S+)$/m

/** The memory that a service uses now (RSS), in bytes. */
export async function residentBytes({ url }: Pick<Service, 'url'>): Promise<number> {
  const { body } = await request(`${url}/metrics`)
  const [, bytes] = METRIC.exec(await body.text()) ?? []
  if (bytes === undefined) throw new Error('the service does not report process_resident_memory_bytes')
  return Number(bytes)
}

/** How far the memory of a service rises while `work` runs, in bytes; sampled. */
export async function memoryRiseOf(
  service: Pick<Service, 'url'>,
  work: () => Promise<unknown>,
): Promise<number> {
  const before = await residentBytes(service)
  let highest = before
  const working = work()
  const ended = working.then(
    () => true,
    () => true,
  )
  do {
    highest = Math.max(highest, await residentBytes(service))
  } while (!(await Promise.race([ended, setTimeout(SAMPLE_MS, false)])))
  await working
  return Math.max(highest, await residentBytes(service)) - before
}
