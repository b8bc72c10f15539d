import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'
import { waitUntil } from '../../../harness/wait-until.ts'
import { sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'
import { alerts, panels, withoutVariables } from '../../../metrics/monitoring-files.ts'
import { needsOf } from '../../../metrics/promql.ts'
import { registeredMetrics } from '../../../metrics/registered-metrics.ts'
import { type Sample, scrape, valueOf } from '../../../metrics/scrape.ts'

/** Added by Prometheus to what it scrapes. */
const TARGET_LABELS = ['job', 'instance']
/** Of the node exporter, which runs on the machines of the stores: https://github.com/prometheus/node_exporter */
const NODE_EXPORTER: Record<string, string[]> = {
  node_filesystem_avail_bytes: ['device', 'fstype', 'mountpoint'],
  node_filesystem_size_bytes: ['device', 'fstype', 'mountpoint'],
}

const rules = alerts().map(({ alert, expr }) => ({ from: `alert ${alert}`, expr }))
const queries = panels().flatMap(({ title, targets }) =>
  targets.map(({ expr }) => ({ from: `panel ${title}`, expr: withoutVariables(expr) })),
)
const labelsOfLegends = panels().flatMap(({ title, targets }) =>
  targets.map(({ expr, legendFormat }) => ({
    from: `panel ${title}`,
    expr: withoutVariables(expr),
    labels: [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label),
  })),
)

describe.each(BACKENDS)('with the queue on %s, the services serve', (queue) => {
  let posthorn: Posthorn
  let samples: Sample[]
  /** The labels of each metric. */
  const known = new Map<string, Set<string>>(
    Object.entries(NODE_EXPORTER).map(([name, labels]) => [name, new Set([...labels, ...TARGET_LABELS])]),
  )

  beforeAll(async () => {
    posthorn = await startPosthorn({ queue })
    await makeTraffic(posthorn)
    samples = await waitUntil('every metric to have a value', async () => {
      const urls = (['api', 'ingest', 'worker'] as const).map((name) => posthorn.service(name).url)
      const found = (await Promise.all(urls.map(scrape))).flat()
      const isMeasured = valueOf(found, 'posthorn_deliveries_overdue') !== undefined
      const isChecked = found.filter(({ name }) => name === 'posthorn_dependency_up').length === 6
      return isMeasured && isChecked && found
    })
    for (const { name, labels } of samples) {
      const all = known.get(name) ?? new Set(TARGET_LABELS)
      for (const label of Object.keys(labels)) all.add(label)
      known.set(name, all)
    }
  })
  afterAll(() => posthorn.stop())

  function missingIn(expr: string): string[] {
    const { selectors, groupedBy } = needsOf(expr)
    const found = new Set(selectors.flatMap(({ metric }) => [...(known.get(metric) ?? [])]))
    return [
      ...selectors.filter(({ metric }) => !known.has(metric)).map(({ metric }) => metric),
      ...selectors.flatMap(({ metric, labels }) =>
        labels.filter((label) => !known.get(metric)?.has(label)).map((label) => `${metric}{${label}}`),
      ),
      ...groupedBy.filter((label) => !found.has(label)),
    ]
  }

  it.each(rules)('every metric and label of $from', ({ expr }) => {
    expect(missingIn(expr)).toEqual([])
  })

  it.each(queries)('every metric and label of $from', ({ expr }) => {
    expect(missingIn(expr)).toEqual([])
  })

  it.each(labelsOfLegends)('every label of the legend of $from', ({ expr, labels }) => {
    const found = new Set(needsOf(expr).selectors.flatMap(({ metric }) => [...(known.get(metric) ?? [])]))
    expect(labels.filter((label) => !found.has(label))).toEqual([])
  })

  it('every metric that docs/metrics.md lists, with its labels, and no other one of Posthorn', () => {
    const own = [...known]
      .filter(([name]) => name.startsWith('posthorn_'))
      .map(([name, labels]) => [
        name.replace(/_(?:bucket|sum|count)$/, ''),
        [...labels].filter((label) => label !== 'le' && !TARGET_LABELS.includes(label)).toSorted(),
      ])
    const listed = registeredMetrics()
      .filter(({ name }) => name.startsWith('posthorn_'))
      .map(({ name, labelNames }) => [name, labelNames.toSorted()])
    expect(Object.fromEntries(own)).toEqual(Object.fromEntries(listed))
  })

  it('no value that is not a number', () => {
    const wrong = samples.filter(({ name, value }) => name.startsWith('posthorn_') && !Number.isFinite(value))
    expect(wrong).toEqual([])
  })
})

/** An event that arrives, one that does not, and a webhook: each metric has at least one series then. */
async function makeTraffic(posthorn: Posthorn): Promise<void> {
  const receiver = await startReceiver()
  const tenant = await posthorn.createTenant()
  await tenant.endpoint({ url: receiver.url })
  await tenant.endpoint({ url: 'http://127.0.0.1:1', retrySchedule: [] })
  const source = await tenant.source({ name: 'pay', provider: 'stripe', secrets: ['whsec_1'] })
  await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
  await sendWebhook(source.ingestUrl, stripeWebhook('whsec_1', '{"id":"evt_1","type":"charge.succeeded"}'))
  await tenant.settled(4)
  await receiver.close()
}
