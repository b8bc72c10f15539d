import { problemOfVariable, VARIABLES } from '@posthorn/runtime/config'
import { z } from 'zod'
import { UserError } from '../user-error.ts'

type ServiceVariable = keyof typeof VARIABLES

const EXPECTED_PORT = 'expected a port from 1 to 65535'
/** The services also accept 0, for any free port; `npm start` must know where they listen. */
const PortNumber = z.coerce
  .number(EXPECTED_PORT)
  .int(EXPECTED_PORT)
  .min(1, EXPECTED_PORT)
  .max(65_535, EXPECTED_PORT)
const port = (standard: number) => z.preprocess((value) => value ?? standard, PortNumber)

/** Text that the services accept for one of their variables. They get it unchanged. */
function acceptedByServices(name: ServiceVariable) {
  return z.string().superRefine((text, context) => {
    const message = problemOfVariable(name, text)
    if (message !== undefined) context.addIssue({ code: 'custom', message, input: 'hidden' })
  })
}

/** The environment variables of `npm start`. */
const Environment = z.object({
  POSTHORN_DATA_DIR: z.string().default('.posthorn'),
  HOST: acceptedByServices('HOST').default('127.0.0.1'),
  API_PORT: port(8080),
  INGEST_PORT: port(8081),
  WORKER_PORT: port(8082),
  RECEIVER_PORT: PortNumber.optional(),
  PUBLIC_INGEST_URL: acceptedByServices('PUBLIC_INGEST_URL').optional(),
  PUBLIC_URL: acceptedByServices('PUBLIC_URL').optional(),
  DATABASE_URL: acceptedByServices('DATABASE_URL').optional(),
  REDIS_URL: acceptedByServices('REDIS_URL').optional(),
  POSTHORN_ADMIN_KEY: acceptedByServices('POSTHORN_ADMIN_KEY').optional(),
  POSTHORN_ENCRYPTION_KEY: acceptedByServices('POSTHORN_ENCRYPTION_KEY').optional(),
  ALLOW_HTTP_ENDPOINTS: acceptedByServices('ALLOW_HTTP_ENDPOINTS').default('true'),
  EGRESS_ALLOW_CIDRS: acceptedByServices('EGRESS_ALLOW_CIDRS').default('127.0.0.0/8,::1/128'),
  EGRESS_DENY_CIDRS: acceptedByServices('EGRESS_DENY_CIDRS').default(''),
  LOG_LEVEL: acceptedByServices('LOG_LEVEL').default('info'),
})
export type Config = z.infer<typeof Environment>

/** Variables of the services that `npm start` does not use itself. */
const OTHERS = (Object.keys(VARIABLES) as ServiceVariable[]).filter(
  (name) => !Object.hasOwn(Environment.shape, name),
)
const OtherVariables = z.object(
  Object.fromEntries(OTHERS.map((name) => [name, acceptedByServices(name).optional()])),
)

/** All variables of `npm start`, as --help lists them. */
export const VARIABLE_NAMES: readonly string[] = [...Object.keys(Environment.shape), ...OTHERS]

/** Never shown in messages: URLs may contain passwords. */
const SECRET = new Set<string>([
  'DATABASE_URL',
  'REDIS_URL',
  'POSTHORN_ADMIN_KEY',
  'POSTHORN_ENCRYPTION_KEY',
  'EGRESS_PROXY_URL',
  'OTEL_EXPORTER_OTLP_HEADERS',
])

/**
 * Reads the configuration.
 * @throws UserError that lists every invalid variable
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = Environment.safeParse(given)
  const issues = [result, OtherVariables.safeParse(given)].flatMap(({ error }) => error?.issues ?? [])
  if (result.success && issues.length === 0) return result.data
  throw new UserError([...new Set(issues.map((issue) => describe(issue, given)))].join('\n'))
}

function describe(
  { path, message }: { path: readonly PropertyKey[]; message: string },
  given: Record<string, string | undefined>,
): string {
  const name = String(path[0])
  // Some messages name the wrong part of the value already.
  const hidesValue = SECRET.has(name) || message.includes(', got ')
  return `${name}: ${message}${hidesValue ? '' : `, got ${JSON.stringify(given[name])}`}`
}
