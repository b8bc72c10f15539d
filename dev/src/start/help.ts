type Variable = { name: string; what: string; default: string }

/** In the order of .env.example; help.test.ts keeps it complete. */
const VARIABLES: readonly Variable[] = [
  { name: 'DATABASE_URL', what: 'your own PostgreSQL, 14 or newer', default: 'the embedded PostgreSQL' },
  { name: 'DATABASE_REPLICA_URL', what: 'read replica for lists and statistics', default: 'none' },
  {
    name: 'REDIS_URL',
    what: 'your own Redis, 6.2 or newer, for the queue',
    default: 'none: the queue is in PostgreSQL',
  },
  { name: 'QUEUE_SHARDS', what: 'shards of the queue on Redis', default: '1' },
  { name: 'POSTHORN_ADMIN_KEY', what: 'the admin key', default: 'created at the first start' },
  {
    name: 'POSTHORN_ENCRYPTION_KEY',
    what: '32 bytes, base64; the first of several encrypts',
    default: 'created at the first start',
  },
  { name: 'API_PORT', what: 'port of the API', default: '8080' },
  { name: 'INGEST_PORT', what: 'port that providers post to', default: '8081' },
  { name: 'WORKER_PORT', what: "the worker's health and metrics", default: '8082' },
  { name: 'HOST', what: 'address the services listen on', default: '127.0.0.1' },
  {
    name: 'PUBLIC_INGEST_URL',
    what: 'public URL of the ingest service',
    default: 'http://127.0.0.1:INGEST_PORT',
  },
  { name: 'INGEST_URL', what: 'where the API sends sample webhooks', default: 'PUBLIC_INGEST_URL' },
  {
    name: 'PUBLIC_URL',
    what: 'where browsers reach the API',
    default: 'http://127.0.0.1:API_PORT',
  },
  { name: 'PORTAL_FRAME_ANCESTORS', what: 'origins that may frame portals', default: 'none' },
  { name: 'ALLOW_HTTP_ENDPOINTS', what: 'accept http: endpoint URLs', default: 'true' },
  { name: 'API_RATE_LIMIT_PER_SECOND', what: 'requests per second and key at the API', default: 'none' },
  {
    name: 'EGRESS_ALLOW_CIDRS',
    what: 'blocked ranges that deliveries may reach',
    default: '127.0.0.0/8,::1/128',
  },
  { name: 'EGRESS_DENY_CIDRS', what: 'further ranges that deliveries may not reach', default: 'none' },
  { name: 'EGRESS_PROXY_URL', what: 'HTTP proxy for all deliveries', default: 'none' },
  { name: 'RETENTION_DAYS', what: 'days that data is kept, 0 for ever', default: '30' },
  { name: 'INGEST_BODY_MAX_MIB', what: 'largest inbound webhook, in MiB', default: '5' },
  { name: 'TRUSTED_PROXY_CIDRS', what: 'proxies in front of ingest and API', default: 'none' },
  { name: 'WORKER_CONCURRENCY', what: 'maximum of deliveries in flight in the worker', default: '5000' },
  { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', what: 'collector of traces', default: 'none' },
  { name: 'OTEL_EXPORTER_OTLP_HEADERS', what: 'headers for the collector, name=value', default: 'none' },
  { name: 'OTEL_TRACES_SAMPLER', what: 'which traces are recorded', default: 'parentbased_always_on' },
  { name: 'OTEL_TRACES_SAMPLER_ARG', what: 'share of the traces, 0 to 1', default: '1' },
  { name: 'LOG_LEVEL', what: 'fatal error warn info debug trace silent', default: 'info' },
  { name: 'POSTHORN_DATA_DIR', what: 'data directory', default: '.posthorn' },
  { name: 'RECEIVER_PORT', what: 'the demo receiver, on 127.0.0.1', default: '8083, or a free port' },
]

const NAME_WIDTH = Math.max(...VARIABLES.map(({ name }) => name.length)) + 2
const WHAT_WIDTH = Math.max(...VARIABLES.map(({ what }) => what.length)) + 2

export const HELP = `Usage: npm start

Starts PostgreSQL, the three services and a demo receiver; Ctrl-C stops everything. It takes no options: set
variables in the environment or in the file .env (.env.example explains each).

${VARIABLES.map(({ name, what, default: value }) => `  ${name.padEnd(NAME_WIDTH)}${what.padEnd(WHAT_WIDTH)}${value}`).join('\n')}`
