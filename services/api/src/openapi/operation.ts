import { Problem } from '@posthorn/contracts'
import type { Access } from '@posthorn/runtime'
import { z } from 'zod'
import type { Operation, Parameter, Reference, Security, SecurityScheme } from './document.ts'
import { errorStatuses } from './error-statuses.ts'
import { requestHeader } from './headers.ts'
import type { JsonSchemas } from './json-schemas.ts'
import { EVENT_CALLBACK } from './outbound-webhook.ts'
import { type DeclaredReply, ownReply } from './own-reply.ts'
import { problemReplyName } from './problem-replies.ts'

/** A declared route, as the document needs it. */
export interface DescribedRoute {
  method: string
  url: string
  access: Access
  operationId: string
  tags: readonly string[]
  summary: string
  description?: string | undefined
  params?: z.ZodObject | undefined
  querystring?: z.ZodObject | undefined
  body?: z.ZodType | undefined
  response: Record<string, DeclaredReply>
}

/** Who may call a route: the last paragraph of its description. */
const CALLERS: Record<Access, string> = {
  open: 'Open to anyone.',
  'sign-in': 'Open to anyone: the body has the secret.',
  admin: 'For the admin key.',
  tenant: 'For any key of the tenant, and the admin key.',
  key: 'For any key.',
  manage: 'For keys with the role `manage`, and the admin key.',
  'manage-access': 'For keys with the role `manage`, and the admin key. Not for sessions of portal links.',
  publish: 'For keys with the role `publish` or `manage`, and the admin key.',
  read: 'For keys with the role `read` or `manage`, and the admin key.',
}

/** The security schemes of every route that is not open: either is enough. */
export const SECURITY_SCHEMES: Record<string, SecurityScheme> = {
  key: {
    type: 'http',
    scheme: 'bearer',
    description: "A tenant's key, the admin key, or the token of a portal: `Authorization: Bearer KEY`",
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'posthorn',
    description:
      'A browser that has signed in with `POST /v1/sessions`. Over https, the name of the cookie is `__Host-posthorn`. It counts ' +
      'only in requests of a page of this API, which send `X-Posthorn-Client` with every method but GET',
  },
}

/** What a route that is not open needs. */
export const SIGNED_IN: Security[] = Object.keys(SECURITY_SCHEMES).map((scheme) => ({ [scheme]: [] }))

/** Describes one route. */
export function operationOf(route: DescribedRoute, schemas: JsonSchemas): Operation {
  const { operationId, tags, summary, description, access, body } = route
  const parameters = parametersOf(route, schemas)
  return {
    operationId,
    tags,
    summary,
    description: [description, CALLERS[access]].filter(Boolean).join('\n\n'),
    security: access === 'open' || access === 'sign-in' ? [] : SIGNED_IN,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: requestBodyOf(body, schemas) }),
    responses: repliesOf(route, schemas),
    ...(operationId === 'createEndpoint' ? { callbacks: { event: EVENT_CALLBACK } } : {}),
  }
}

function parametersOf(
  { method, operationId, access, params, querystring }: DescribedRoute,
  schemas: JsonSchemas,
): (Parameter | Reference)[] {
  const headers = access === 'open' ? [] : [requestHeader('RequestId')]
  return [
    ...fieldsOf('path', params, schemas),
    ...fieldsOf('query', querystring, schemas),
    ...(operationId === 'watchTenant' ? [requestHeader('LastEventId')] : []),
    ...(method === 'POST' ? [requestHeader('IdempotencyKey')] : []),
    ...headers,
  ]
}

/** Descriptions of path parameters whose schemas have none. */
const PATH_PARAMETERS: Record<string, string> = {
  tenant: "The tenant's id",
  id: 'Its id, from the reply that created it or from a list',
  name: 'Its name',
}

/** A parameter for each field. RouteDescription and example are on the parameter, not in its schema. */
function fieldsOf(
  location: 'path' | 'query',
  object: z.ZodObject | undefined,
  schemas: JsonSchemas,
): Parameter[] {
  return Object.entries(object?.shape ?? {}).map(([name, field]) => {
    const { example: own, ...described } = schemas.of(field as z.ZodType, 'request')
    const example = EXAMPLES_OF_RANGES.find(({ names }) => names.test(name))?.example ?? own
    const { description = location === 'path' ? PATH_PARAMETERS[name] : undefined, ...schema } = described
    return {
      name,
      in: location,
      required: !z.safeParse(field, undefined).success,
      ...(description === undefined ? {} : { description }),
      // Several values with commas.
      ...(schema.type === 'array' ? { style: 'form' as const, explode: false } : {}),
      schema,
      ...(example === undefined ? {} : { example }),
    }
  })
}

/** The two ends of a range of time: with equal examples the range would be empty. */
const EXAMPLES_OF_RANGES = [
  { names: /^from$|From$/, example: '2026-11-20T00:00:00Z' },
  { names: /^to$|To$/, example: '2026-11-21T00:00:00Z' },
]

function requestBodyOf(body: z.ZodType, schemas: JsonSchemas): NonNullable<Operation['requestBody']> {
  return {
    required: !z.safeParse(body, undefined).success,
    content: { 'application/json': { schema: schemas.of(presentBody(body), 'request') } },
  }
}

/** The schema of a body that is sent. The API accepts `null` for none, but no client needs to send it. */
function presentBody(body: z.ZodType): z.ZodType {
  if (!(body instanceof z.ZodOptional || body instanceof z.ZodNullable)) return body
  return presentBody(body.unwrap() as z.ZodType)
}

function repliesOf(route: DescribedRoute, schemas: JsonSchemas): Operation['responses'] {
  const statuses = Object.keys(route.response).map(Number)
  const given = statuses.filter((status) => route.response[status] !== Problem)
  const refused = errorStatuses({ ...route, declared: statuses.filter((status) => !given.includes(status)) })
  return Object.fromEntries([
    ...given.map((status) => [status, ownReply(route, status, schemas)]),
    ...refused.map((status) => [status, { $ref: `#/components/responses/${problemReplyName(status)}` }]),
  ])
}
