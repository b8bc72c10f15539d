import type { Addresses } from './addresses.ts'

export type SummaryFacts = {
  addresses: Addresses
  /** "127.0.0.1:40123, data in …", or "your own, at DATABASE_URL". */
  database: string
  /** "REDIS_URL" or "PostgreSQL". */
  queue: string
  dataDir: string
  adminKey: string
  hasDemo: boolean
}

/** The addresses and a first command to try, printed when everything is ready. */
export function renderSummary(facts: SummaryFacts): string {
  return [
    ...whereThingsAre(facts),
    ...(facts.hasDemo ? whatToTry(facts) : []),
    '',
    'Ctrl-C stops everything.',
  ].join('\n')
}

function whereThingsAre({ addresses, database, queue, dataDir, adminKey }: SummaryFacts): string[] {
  return [
    '',
    'Posthorn is running.',
    '',
    `  Dashboard   ${addresses.api}  (sign in with the admin key)`,
    `  API         ${addresses.api}  (reference in ${addresses.api}/docs)`,
    `  Ingest      ${addresses.ingest}`,
    `  Worker      ${addresses.worker}  (health)`,
    `  Receiver    ${addresses.receiver}  (prints below what the demo endpoint receives)`,
    `  PostgreSQL  ${database}`,
    `  Queue       ${queue}`,
    `  Data        ${dataDir}  (logs in ${dataDir}/logs)`,
    `  Admin key   ${adminKey}`,
  ]
}

function whatToTry({ addresses, adminKey }: SummaryFacts): string[] {
  return [
    '',
    'Publish an event and see it arrive at the receiver:',
    '',
    `  ${renderPublishCommand(addresses.api, adminKey)}`,
    '',
    'Post a Stripe-signed webhook from another terminal; it is delivered to the receiver:',
    '',
    '  npm run example:stripe',
  ]
}

// On one line, so that it can be copied into any shell or script.
function renderPublishCommand(apiOrigin: string, adminKey: string): string {
  const event = '{"type":"order.completed","data":{"orderId":"A-1001","amount":4200}}'
  const headers = `-H 'authorization: Bearer ${adminKey}' -H 'content-type: application/json'`
  return `curl -X POST ${apiOrigin}/v1/tenants/demo/events ${headers} -d '${event}'`
}
