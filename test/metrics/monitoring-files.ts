import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const ROOT = path.resolve(import.meta.dirname, '../..')
export const RULES_FILE = path.join(ROOT, 'deploy/prometheus/alerts.yml')
const DASHBOARD_FILE = path.join(ROOT, 'deploy/grafana/posthorn.json')

const Alert = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.strictObject({ summary: z.string(), description: z.string(), runbook_url: z.string() }),
})
export type Alert = z.infer<typeof Alert>
const Rules = z.strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(Alert) })) })

/** The alert rules, which Prometheus and the Helm chart read. */
export function alerts(): Alert[] {
  return Rules.parse(parse(readFileSync(RULES_FILE, 'utf8'))).groups.flatMap(({ rules }) => rules)
}

const Panel = z.looseObject({
  title: z.string(),
  type: z.enum(['row', 'stat', 'timeseries']),
  description: z.string().optional(),
  targets: z.array(z.looseObject({ expr: z.string(), legendFormat: z.string() })).optional(),
})
const Dashboard = z.looseObject({ title: z.string(), uid: z.string(), panels: z.array(Panel) })

/** The panels of the dashboard that show something. */
export function panels() {
  const dashboard = Dashboard.parse(JSON.parse(readFileSync(DASHBOARD_FILE, 'utf8')))
  return dashboard.panels
    .filter(({ type }) => type !== 'row')
    .map(({ title, targets = [] }) => ({ title, targets }))
}

/** The expression with the variables that Grafana replaces. */
export function withoutVariables(expr: string): string {
  return expr.replaceAll('$__rate_interval', '5m')
}
