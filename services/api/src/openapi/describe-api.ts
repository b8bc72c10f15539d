import { Problem } from '@posthorn/contracts'
import type { RouteOptions } from 'fastify'
import packageJson from '../../package.json' with { type: 'json' }
import { describedRoutes } from './described-routes.ts'
import type { Method, OpenApiDocument, PathItem } from './document.ts'
import { nameEnumValues } from './enum-names.ts'
import { HEADERS, REQUEST_HEADERS } from './headers.ts'
import { INBOUND_SCHEMAS, INBOUND_WEBHOOK, SHARED_ERROR_STATUSES } from './inbound-webhook.ts'
import { JsonSchemas } from './json-schemas.ts'
import { type DescribedRoute, operationOf, SECURITY_SCHEMES, SIGNED_IN } from './operation.ts'
import { OUTBOUND_SCHEMAS, OUTBOUND_WEBHOOK } from './outbound-webhook.ts'
import { problemReply, problemReplyName } from './problem-replies.ts'
import { TAGS } from './tags.ts'

const DESCRIPTION = `JSON in camelCase. Times are RFC 3339, UTC, with milliseconds. Names of durations include the unit.

Errors are \`application/problem+json\` (RFC 9457) with a \`code\` for programs and the \`requestId\` of the log.

Lists are newest first, and stable while new objects arrive: pass \`nextCursor\` as \`cursor\` until it is null.

Every POST accepts an \`Idempotency-Key\`.`

/** The OpenAPI document of the declared routes, in an order that does not depend on theirs. */
export function describeApi(routes: readonly RouteOptions[]): OpenApiDocument {
  const schemas = new JsonSchemas()
  schemas.of(Problem, 'reply')
  const described = routes.flatMap(describedRoutes)
  const paths = pathsOf(described, schemas)
  return {
    openapi: '3.1.1',
    info: {
      title: 'Posthorn',
      version: packageJson.version,
      summary: 'Self-hosted webhooks: receive from providers, send to endpoints, lose nothing',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'This API service' }],
    security: SIGNED_IN,
    tags: [...TAGS],
    paths: sorted({ ...paths, '/webhooks/{sourceId}': INBOUND_WEBHOOK }),
    webhooks: { event: OUTBOUND_WEBHOOK },
    components: {
      securitySchemes: SECURITY_SCHEMES,
      parameters: REQUEST_HEADERS,
      headers: HEADERS,
      responses: problemReplies(paths),
      schemas: sorted(nameEnumValues({ ...schemas.components(), ...INBOUND_SCHEMAS, ...OUTBOUND_SCHEMAS })),
    },
  }
}

function pathsOf(routes: readonly DescribedRoute[], schemas: JsonSchemas): Record<string, PathItem> {
  const paths: Record<string, PathItem> = {}
  for (const route of routes) {
    const path = route.url.replace(/:(\w+)/g, '{$1}')
    const method = route.method.toLowerCase() as Method
    paths[path] = { ...paths[path], [method]: operationOf(route, schemas) }
  }
  return paths
}

/** A component for each error status of any operation. */
function problemReplies(paths: Record<string, PathItem>) {
  const operations = Object.values(paths).flatMap(({ servers: _servers, ...methods }) =>
    Object.values(methods),
  )
  const statuses = operations.flatMap(({ responses }) => Object.keys(responses).map(Number))
  const errors = new Set([...SHARED_ERROR_STATUSES, ...statuses].filter((status) => status >= 400))
  const inOrder = [...errors].toSorted((one, other) => one - other)
  return Object.fromEntries(inOrder.map((status) => [problemReplyName(status), problemReply(status)]))
}

function sorted<Value>(record: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
