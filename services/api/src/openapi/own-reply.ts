import type { Access } from '@posthorn/runtime'
import { z } from 'zod'
import type { Content, Reply } from './document.ts'
import { headerReferences, RATE_LIMIT_HEADERS } from './headers.ts'
import type { JsonSchemas } from './json-schemas.ts'

/** A reply as routes declare it: a schema of JSON, or a schema for each content type. */
export type DeclaredReply =
  | z.ZodType
  | { description?: string | undefined; content: Record<string, { schema: z.ZodType }> }

const DESCRIPTIONS: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted and durably stored',
  204: 'No content',
  503: 'Service unavailable',
}

/** Describes a reply of one route. Problems are shared components. */
export function ownReply(
  { method, access, response }: { method: string; access: Access; response: Record<string, DeclaredReply> },
  status: number,
  schemas: JsonSchemas,
): Reply {
  const declared = response[status]
  if (declared === undefined) throw new Error(`the status ${status} is not declared`)
  const content = contentOf(declared, schemas)
  return {
    description: declared.description ?? DESCRIPTIONS[status] ?? 'OK',
    headers: headerReferences([
      'X-Request-Id',
      ...(access === 'open' || access === 'sign-in' ? [] : RATE_LIMIT_HEADERS),
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
