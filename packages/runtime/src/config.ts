import { API_RATE_LIMIT_PER_SECOND_MAX, Origin } from '@posthorn/contracts'
import { DatabaseUrlError, isSingleServer, parseDatabaseUrl } from '@posthorn/postgres'
import { parseRedisUrl, RedisUrlError } from '@posthorn/queue/redis-url'
import { InvalidCidrError, parseCidrs } from '@posthorn/webhook'
import { z } from 'zod'
import { parseHeaderPairs } from './header-pairs.ts'
import { issueMessage } from './http/issue-message.ts'

const ENCRYPTION_KEY_BYTES = 32
const ADMIN_KEY_LENGTH_MIN = 24
/** Longer keys do not fit into the request headers. */
const ADMIN_KEY_LENGTH_MAX = 4096

const Port = z.coerce.number().int().min(0).max(65_535)
const OnOff = z.enum(['true', 'false']).transform((text) => text === 'true')

/** Text that `parse` accepts. The message of its `Refusal` becomes the problem; the value is not shown. */
function checked(parse: (text: string) => unknown, Refusal: new () => Error) {
  return z.string().superRefine((text, context) => {
    try {
      parse(text)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      context.addIssue({ code: 'custom', message: error.message, input: 'hidden' })
    }
  })
}

/** PostgreSQL 14 or newer. `?schema=` selects the schemas of that name. */
const DatabaseUrl = checked(parseDatabaseUrl, DatabaseUrlError)

/** A standby of DATABASE_URL. Several are put behind a balancer: a read must not choose the one that accepts writes. */
const ReplicaUrl = DatabaseUrl.refine((url) => isSingleServer(url), {
  error: 'expected one host without target_session_attrs: put a balancer in front of several replicas',
})

/** Several comma-separated URLs are nodes of a Redis Cluster; redis+sentinel: is for Sentinel. */
const RedisUrl = checked(parseRedisUrl, RedisUrlError)

const ProxyUrl = z.url({
  protocol: /^https?$/,
  error: 'expected a URL like http://user:password@proxy.internal:4750',
})

/** `/v1/traces` is added to it. Credentials belong into OTEL_EXPORTER_OTLP_HEADERS. */
const CollectorUrl = z
  .url({ protocol: /^https?$/, error: 'expected a URL like http://collector.internal:4318' })
  .refine((url) => !/[@?#]/.test(url), {
    error: 'expected a URL without user, password and query',
  })

/** Headers for the collector, `name=value`, comma-separated. */
const CollectorHeaders = z.string().transform((text, context) => {
  const headers = parseHeaderPairs(text)
  if (headers !== undefined) return headers
  const message = 'expected name=value, several comma-separated, values percent-encoded'
  context.addIssue({ code: 'custom', message, input: 'hidden' })
  return z.NEVER
})

/** Where browsers reach the API. Without a path, because cookies are for the whole host. */
const PublicUrl = z
  .url({ protocol: /^https?$/, error: 'expected a URL like https://webhooks.example.com' })
  .transform((text) => new URL(text))
  .refine(({ href, origin }) => href === `${origin}/`, {
    error: 'expected a URL without user, path and query, like https://webhooks.example.com',
  })
  .transform(({ origin }) => origin)

/** Origins of pages, comma-separated. */
const Origins = z
  .string()
  .transform((text) => text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()])))
  .pipe(z.array(Origin))

/** The admin key. Only text that fits into `Authorization: Bearer KEY` is accepted; no request could carry any other. */
const AdminKey = z
  .string()
  .regex(
    new RegExp(`^[\\x21-\\x7e]{${ADMIN_KEY_LENGTH_MIN},${ADMIN_KEY_LENGTH_MAX}}$`),
    `expected ${ADMIN_KEY_LENGTH_MIN} to ${ADMIN_KEY_LENGTH_MAX} printable ASCII characters without spaces`,
  )

/** Address ranges, comma-separated. */
const Cidrs = z.string().transform((text, context) => {
  const cidrs = text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
  try {
    parseCidrs(cidrs)
    return cidrs
  } catch (error) {
    if (!(error instanceof InvalidCidrError)) throw error
    context.addIssue({ code: 'custom', message: error.message })
    return z.NEVER
  }
})

/** One or more keys of 32 bytes, base64, comma-separated: the first encrypts, all decrypt. */
const EncryptionKeys = z.string().transform((text, context) => {
  const keys = text.split(',').map((part) => Buffer.from(part.trim(), 'base64'))
  if (keys.every((key) => key.length === ENCRYPTION_KEY_BYTES)) return keys
  context.addIssue({
    code: 'custom',
    message: `expected ${ENCRYPTION_KEY_BYTES} bytes in base64 (openssl rand -base64 ${ENCRYPTION_KEY_BYTES}), several comma-separated`,
    input: 'hidden',
  })
  return z.NEVER
})

const RETENTION_DAYS_MIN = 7
/** A century. */
const RETENTION_DAYS_MAX = 36_500

/** 0 keeps data for ever. */
const RetentionDays = z.coerce
  .number()
  .int()
  .max(RETENTION_DAYS_MAX)
  .refine((days) => days === 0 || days >= RETENTION_DAYS_MIN, {
    error: `expected ${RETENTION_DAYS_MIN} or more days, or 0 to keep data for ever`,
  })
  .default(30)

/**
 * The environment variables, each declared once; a service picks those that it needs, and `npm start` accepts for each what
 * the services accept. An empty variable counts as not set.
 */
export const VARIABLES = {
  DATABASE_URL: DatabaseUrl,
  DATABASE_REPLICA_URL: ReplicaUrl.optional(),
  REDIS_URL: RedisUrl.optional(),
  QUEUE_SHARDS: z.coerce.number().int().min(1).max(64).default(1),
  POSTHORN_ADMIN_KEY: AdminKey,
  POSTHORN_ENCRYPTION_KEY: EncryptionKeys,
  API_PORT: Port.default(8080),
  INGEST_PORT: Port.default(8081),
  WORKER_PORT: Port.default(8082),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_INGEST_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:8081'),
  INGEST_URL: z.url({ protocol: /^https?$/ }).optional(),
  PUBLIC_URL: PublicUrl.default('http://127.0.0.1:8080'),
  PORTAL_FRAME_ANCESTORS: Origins.prefault(''),
  ALLOW_HTTP_ENDPOINTS: OnOff.default(false),
  API_RATE_LIMIT_PER_SECOND: z.coerce.number().int().min(1).max(API_RATE_LIMIT_PER_SECOND_MAX).optional(),
  EGRESS_ALLOW_CIDRS: Cidrs.prefault(''),
  EGRESS_DENY_CIDRS: Cidrs.prefault(''),
  EGRESS_PROXY_URL: ProxyUrl.optional(),
  RETENTION_DAYS: RetentionDays,
  INGEST_BODY_MAX_MIB: z.coerce.number().int().min(1).max(25).default(5),
  TRUSTED_PROXY_CIDRS: Cidrs.prefault(''),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(20_000).default(5000),
  OTEL_EXPORTER_OTLP_ENDPOINT: CollectorUrl.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: CollectorHeaders.prefault(''),
  OTEL_TRACES_SAMPLER: z
    .enum([
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ])
    .default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
} as const

/** Those of tracing, which every service has. */
export const TRACING_VARIABLES = {
  OTEL_EXPORTER_OTLP_ENDPOINT: VARIABLES.OTEL_EXPORTER_OTLP_ENDPOINT,
  OTEL_EXPORTER_OTLP_HEADERS: VARIABLES.OTEL_EXPORTER_OTLP_HEADERS,
  OTEL_TRACES_SAMPLER: VARIABLES.OTEL_TRACES_SAMPLER,
  OTEL_TRACES_SAMPLER_ARG: VARIABLES.OTEL_TRACES_SAMPLER_ARG,
}

/** Why the services refuse the text of a variable; undefined when they accept it. Contains no value that could be a secret. */
export function problemOfVariable(name: keyof typeof VARIABLES, text: string): string | undefined {
  return VARIABLES[name].safeParse(text, { error: issueMessage }).error?.issues[0]?.message
}

/** The configuration is invalid. The message lists every problem, and no value that could be a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * Reads a service's configuration.
 * @param variables those of `VARIABLES` that the service needs
 * @param environment usually `process.env`
 * @throws ConfigError naming each variable that is missing or invalid
 */
export function parseConfig<Shape extends z.ZodRawShape>(
  variables: Shape,
  environment: Record<string, string | undefined>,
): z.infer<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = z.object(variables).safeParse(given, { error: issueMessage })
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => {
    const name = issue.path.join('.')
    return `  ${name}: ${given[name] === undefined ? 'is not set, and has no default' : issue.message}`
  })
  throw new ConfigError(['The configuration is wrong:', ...problems, 'See .env.example.'].join('\n'))
}
