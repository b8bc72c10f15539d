import type { Page } from '@posthorn/contracts'
import { type BenchTenant, TENANT } from '../../lab.ts'

const PAGES = 3
const TIMES = 3
/** The lists of a dashboard. */
const PATHS = [
  '/deliveries',
  '/deliveries?status=pending',
  '/deliveries?status=failed',
  '/events',
  '/events?type=growth.published',
]

/** The time of the slowest page of all lists, for each list the best of a few tries. */
export async function slowestListMs({ api }: BenchTenant): Promise<number> {
  let slowestMs = 0
  for (const path of PATHS) {
    const times: number[] = []
    for (let time = 0; time < TIMES; time += 1) times.push(await slowestPageMs(api, `${TENANT}${path}`))
    slowestMs = Math.max(slowestMs, Math.min(...times))
  }
  return slowestMs
}

async function slowestPageMs(api: BenchTenant['api'], path: string): Promise<number> {
  let cursor = ''
  let slowestMs = 0
  for (let page = 0; page < PAGES; page += 1) {
    const beganMs = performance.now()
    const { status, body } = await api.get<Page<unknown>>(
      `${path}${path.includes('?') ? '&' : '?'}limit=100${cursor}`,
    )
    slowestMs = Math.max(slowestMs, performance.now() - beganMs)
    if (status !== 200) throw new Error(`GET ${path}: ${status}`)
    if (body.nextCursor === null) break
    cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`
  }
  return slowestMs
}
