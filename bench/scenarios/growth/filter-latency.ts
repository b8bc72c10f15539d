import type { Page } from '@posthorn/contracts'
import { type BenchTenant, TENANT } from '../../lab.ts'
import { type Latency, latencyOf } from '../../latency.ts'
import { count, msText } from '../../result.ts'
import type { Scenario } from '../scenario.ts'
import { fillHistory } from './fill-history.ts'
import { type Filter, filtersOf } from './filters.ts'

const P95_MS_MAX = 100
const PAGE = 50
const PAGES = 5
const TIMES = 4

export const filterLatency: Scenario = {
  name: 'filters',
  what: 'each filter of deliveries and attempts in a tenant with ten million deliveries; a fill of ten minutes',
  inQuick: false,
  isNamedOnly: true,
  onPostgres: false,
  async run(lab) {
    const { listed } = lab.profile
    const tenant = await lab.posthorn(['api'])
    const history = await fillHistory(tenant, listed, lab.say)
    const results = []
    for (const list of ['deliveries', 'attempts']) {
      for (const filter of filtersOf(history)) {
        const latency = await latencyOfFilter(tenant, list, filter)
        results.push({
          scenario: `${count(listed)} deliveries: ${list}, ${filter.name}`,
          value: `p50 ${msText(latency.p50)}, p95 ${msText(latency.p95)}`,
          target: `p95 within ${P95_MS_MAX} ms`,
          isReached: latency.p95 <= P95_MS_MAX,
          latency,
          violations: [],
        })
      }
    }
    return results
  },
}

/** The first pages for each of its values, several times. The first time, they are not in the cache of PostgreSQL. */
async function latencyOfFilter({ api }: BenchTenant, list: string, { queries }: Filter): Promise<Latency> {
  const tookMs: number[] = []
  for (let time = 0; time < TIMES; time += 1)
    for (const query of queries) {
      for (let page = 0, cursor = ''; page < PAGES; page += 1) {
        const path = `${TENANT}/${list}?limit=${PAGE}&${query}${cursor}`
        const beganMs = performance.now()
        const { status, text, body } = await api.get<Page<unknown>>(path)
        tookMs.push(performance.now() - beganMs)
        if (status !== 200) throw new Error(`GET ${path}: ${status} ${text}`)
        if (body.nextCursor === null) break
        cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`
      }
    }
  return latencyOf(tookMs)
}
