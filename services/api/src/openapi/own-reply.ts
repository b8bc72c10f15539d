import type { Access } from '@posthorn/service'
import { z } from 'zod'
import type { Content, Reply } from './document.ts'
import { headerReferences, RATE_LIMIT_HEADERS } from './headers.ts'
import type { JsonSchemas } from './json-schemas.ts'

/** A reply as routes declare it: a schema of JSON, or what is said for each content type. */
export type DeclaredReply =
  | z.ZodType
  | { description?: string | undefined; content: Record<string, { schema: z.ZodType }> }

const DESCRIPTIONS: Record<number, string> = {
  200: 'Done',
  201: 'Created',
  202: 'Accepted: durably stored, and on its way',
  204: 'Done, nothing to say',
  503: 'Not now',
}

/** Describes a reply that is the route's own: not one of the problems, which are the same everywhere. */
export function ownReply(
  { method, access, response }: { method: string; access: Access; response: Record<string, DeclaredReply> },
  status: number,
  schemas: JsonSchemas,
): Reply {
  const declared = response[status]
  if (declared === undefined) throw new Error(`the status ${status} is not declared`)
  const content = contentOf(declared, schemas)
  return {
    description: declared.description ?? DESCRIPTIONS[status] ?? 'Done',
    headers: headerReferences([
      'X-Request-Id',
      ...(access === 'open' ? [] : RATE_LIMIT_HEADERS),
      ...(method === 'POST' ? (['Idempotency-Replayed'] as const) : []),
    ]),
    ...(content === undefined ? {} : { content }),
  }
}

function contentOf(declared: DeclaredReply, schemas: JsonSchemas): Content | undefined {
  if (declared instanceof z.ZodNull) return undefined
  if (declared instanceof z.ZodType) return { 'application/json': { schema: schemas.of(declared, 'reply') } }
  const types = Object.entries(declared.content)
  return Object.fromEntries(
    types.map(([type, { schema }]) => [type, { schema: schemas.of(schema, 'reply') }]),
  )
}
