import { AdminKey, Cidrs } from '@posthorn/contracts'
import { VARIABLES } from '@posthorn/service'
import { z } from 'zod'
import { UserError } from '../user-error.ts'

const PortNumber = z.coerce.number('expected a port').int().min(1).max(65_535)
const port = (standard: number) => z.preprocess((value) => value ?? standard, PortNumber)

/** The environment variables of `npm start`. */
const Environment = z.object({
  POSTHORN_DATA_DIR: z.string().default('.posthorn'),
  HOST: z.string().default('127.0.0.1'),
  API_PORT: port(8080),
  INGEST_PORT: port(8081),
  WORKER_PORT: port(8082),
  RECEIVER_PORT: PortNumber.optional(),
  PUBLIC_INGEST_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: VARIABLES.DATABASE_URL.optional(),
  REDIS_URL: VARIABLES.REDIS_URL,
  POSTHORN_ADMIN_KEY: AdminKey.optional(),
  POSTHORN_ENCRYPTION_KEY: z
    .string()
    .refine((keys) => keys.split(',').every((key) => Buffer.from(key.trim(), 'base64').length === 32))
    .optional(),
  ALLOW_HTTP_ENDPOINTS: z.enum(['true', 'false']).default('true'),
  EGRESS_ALLOW_CIDRS: z.string().refine(areCidrs).default('127.0.0.0/8,::1/128'),
  EGRESS_DENY_CIDRS: z.string().refine(areCidrs).default(''),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})
export type Config = z.infer<typeof Environment>
type Name = keyof Config

/** Variables of the services that `npm start` only passes on. */
const PASSED_ON = Object.entries(VARIABLES).filter(([name]) => !Object.hasOwn(Environment.shape, name))

/** All variables of `npm start`, as --help lists them. */
export const VARIABLE_NAMES: readonly string[] = [
  ...Object.keys(Environment.shape),
  ...PASSED_ON.map(([name]) => name),
]

const EXPECTED: Record<Name, string> = {
  POSTHORN_DATA_DIR: 'a directory',
  HOST: 'an address to listen on',
  API_PORT: 'a port from 1 to 65535',
  INGEST_PORT: 'a port from 1 to 65535',
  WORKER_PORT: 'a port from 1 to 65535',
  RECEIVER_PORT: 'a port from 1 to 65535',
  PUBLIC_INGEST_URL: 'a URL like "https://hooks.example.com"',
  DATABASE_URL: 'a URL like "postgresql://user:password@host:5432/posthorn"',
  REDIS_URL: 'a URL like "redis://127.0.0.1:6379"',
  POSTHORN_ADMIN_KEY: '24 or more printable characters, no spaces',
  POSTHORN_ENCRYPTION_KEY: '32 bytes in base64, or several such keys with commas between them',
  ALLOW_HTTP_ENDPOINTS: '"true" or "false"',
  EGRESS_ALLOW_CIDRS: 'ranges like "127.0.0.0/8,::1/128"',
  EGRESS_DENY_CIDRS: 'ranges like "10.0.0.0/8,fd00::/8"',
  LOG_LEVEL: 'trace, debug, info, warn, error, fatal or silent',
}

/** Never shown in messages: database URLs may contain passwords. */
const SECRET = new Set<string>(['DATABASE_URL', 'REDIS_URL', 'POSTHORN_ADMIN_KEY', 'POSTHORN_ENCRYPTION_KEY'])

/**
 * Reads the configuration.
 * @throws UserError that lists every invalid variable
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = Environment.safeParse(given)
  const passedOn = PASSED_ON.flatMap(([name, schema]) => problemOf(name, schema, given[name]))
  if (result.success && passedOn.length === 0) return result.data
  const own = result.error?.issues.map((issue) => describe(String(issue.path[0]), given)) ?? []
  throw new UserError([...new Set([...own, ...passedOn])].join('\n'))
}

function problemOf(name: string, schema: z.ZodType, value: string | undefined): string[] {
  const [issue] = value === undefined ? [] : (schema.safeParse(value).error?.issues ?? [])
  return issue === undefined ? [] : [`${name}: ${issue.message}`]
}

function describe(name: string, given: Record<string, string | undefined>): string {
  const expected = Object.entries(EXPECTED).find(([known]) => known === name)?.[1] ?? 'another value'
  return `${name}: expected ${expected}${SECRET.has(name) ? '' : `, got ${JSON.stringify(given[name])}`}`
}

function areCidrs(text: string): boolean {
  return Cidrs.safeParse(text).success
}
