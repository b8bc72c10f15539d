import type { JsonSchema } from './json-schema.ts'

/** The part of OpenAPI 3.1 that this API uses (https://spec.openapis.org/oas/v3.1.1). */
export interface OpenApiDocument {
  openapi: '3.1.1'
  info: {
    title: string
    version: string
    summary: string
    description: string
    license: { name: string; identifier: string }
  }
  servers: Server[]
  security: Security[]
  tags: { name: string; description: string }[]
  paths: Record<string, PathItem>
  webhooks: Record<string, PathItem>
  components: {
    securitySchemes: Record<string, SecurityScheme>
    parameters: Record<string, Parameter>
    headers: Record<string, Header>
    responses: Record<string, Reply>
    schemas: Record<string, JsonSchema>
  }
}

export interface Server {
  url: string
  description: string
}

export type SecurityScheme = { description: string } & (
  | { type: 'http'; scheme: 'bearer' }
  | { type: 'apiKey'; in: 'cookie'; name: string }
)

/** The names of security schemes, each with its accepted roles. */
export type Security = Record<string, string[]>

export interface Reference {
  $ref: string
}

export type Method = 'get' | 'put' | 'post' | 'patch' | 'delete'

export type PathItem = Partial<Record<Method, Operation>> & { servers?: Server[] }

export interface Operation {
  operationId: string
  tags: readonly string[]
  summary: string
  description?: string
  security: Security[]
  parameters?: (Parameter | Reference)[]
  requestBody?: { required: boolean; description?: string; content: Content }
  responses: Record<string, Reply | Reference>
  callbacks?: Record<string, Callback>
}

/** Requests that an operation causes, each under an expression for their URL. */
export type Callback = Record<string, PathItem>

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description?: string
  style?: 'form'
  explode?: boolean
  schema: JsonSchema
  example?: unknown
}

export interface Header {
  description: string
  schema: JsonSchema
  example: unknown
}

export interface Reply {
  description: string
  headers?: Record<string, Reference>
  content?: Content
}

export type Content = Record<string, { schema: JsonSchema; examples?: Record<string, { value: unknown }> }>
