import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type RegisteredMetric, registeredMetrics } from './registered-metrics.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
export const DOCUMENT = 'docs/metrics.md'
const SERVICES_ALL = 3
const SERVICE_NAMES: Record<string, string> = { api: 'API', ingest: 'ingest service', worker: 'worker' }

const HEAD = `# Metrics

Each service serves its metrics at \`/metrics\`, without a key, in the text format of Prometheus.
This page is generated from the code by \`npm run metrics\`: change the code, not this page.

- Counters begin at 0 with each process.
- Labels have few values, known in advance: never a tenant, an endpoint or an id.
- A scrape reads memory only, so it is answered while PostgreSQL or Redis hang.
- [Alerts](operating.md#alerts) are in \`deploy/prometheus/alerts.yml\`, a dashboard for Grafana in \`deploy/grafana/posthorn.json\`.
- For tenants there are [statistics](api.md#statistics) by endpoint, exact and stored in the database.
`

const DEFAULTS = `## Process and Node.js

The defaults of [prom-client](https://github.com/siimon/prom-client), in every service:
`

/** The page about all metrics, for operators. */
export function metricsDocument(): string {
  const all = registeredMetrics()
  const own = all.filter(({ name }) => name.startsWith('posthorn_'))
  const defaults = all.filter(({ name }) => !name.startsWith('posthorn_'))
  const sections = own.map(section).join('\n')
  const list = defaults.map(({ name, type }) => `- \`${name}\` (${type})`).join('\n')
  return `${HEAD}\n## Posthorn\n\n${sections}\n${DEFAULTS}\n${list}\n`
}

function section({ name, help, type, labelNames, services }: RegisteredMetric): string {
  const from =
    services.length === SERVICES_ALL ? 'all services' : services.map((each) => SERVICE_NAMES[each]).join(', ')
  const labels =
    labelNames.length === 0 ? '' : ` Labels: ${labelNames.map((label) => `\`${label}\``).join(', ')}.`
  const kind = `${type.slice(0, 1).toUpperCase()}${type.slice(1)} of ${from}.`
  // A sentence a line, as everywhere in docs/.
  const sentences = help.split(/(?<=\.) (?=[A-Z"])/)
  return `### ${name}\n\n${kind}${labels}\n\n${sentences.join('\n')}\n`
}

/** Whether the committed page differs from the code. */
export function isStale(): boolean {
  const file = path.join(ROOT, DOCUMENT)
  return !existsSync(file) || readFileSync(file, 'utf8') !== metricsDocument()
}

export function writeDocument(): void {
  writeFileSync(path.join(ROOT, DOCUMENT), metricsDocument())
}
