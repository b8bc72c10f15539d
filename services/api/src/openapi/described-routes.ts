import type { RouteOptions } from 'fastify'
import { z } from 'zod'
import type { DescribedRoute } from './operation.ts'
import type { DeclaredReply } from './own-reply.ts'
import { TAGS } from './tags.ts'

/** @throws when the schema of a route lacks what `/openapi.json` needs */
export function assertDescribed(route: RouteOptions): void {
  const { operationId, summary, tags = [], hide } = route.schema ?? {}
  if (hide === true) return
  const tag = tags[0]
  const missing = [
    operationId === undefined && 'operationId',
    summary === undefined && 'summary',
    (tag === undefined || !TAGS.some(({ name }) => name === tag)) && 'a tag of tags.ts',
  ].filter((what) => what !== false)
  if (missing.length === 0) return
  throw new Error(`${String(route.method)} ${route.url}: its schema lacks ${missing.join(', ')}`)
}

/** A route for each method; none for hidden routes and for the HEAD beside each GET. */
export function describedRoutes({ method, url, schema, config }: RouteOptions): DescribedRoute[] {
  if (schema?.hide === true) return []
  const {
    operationId = '',
    summary = '',
    description,
    tags = [],
    params,
    querystring,
    body,
    response,
  } = schema ?? {}
  return [method]
    .flat()
    .filter((one) => one !== 'HEAD')
    .map((one) => ({
      method: one,
      url,
      access: config?.access ?? 'open',
      operationId,
      tags,
      summary,
      description,
      params: objectOrNone(params),
      querystring: objectOrNone(querystring),
      body: body instanceof z.ZodType ? body : undefined,
      response: (response ?? {}) as Record<string, DeclaredReply>,
    }))
}

function objectOrNone(schema: unknown): z.ZodObject | undefined {
  if (schema === undefined || schema instanceof z.ZodObject) return schema
  throw new Error('expected z.strictObject for params and querystring')
}
