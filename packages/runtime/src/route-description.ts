/** RouteDescription of a route in the OpenAPI document of the API. */
export interface RouteDescription {
  /** Name of the operation in generated clients. Every route of the API has one, and a summary and a tag. */
  operationId?: string
  /** A few words for the list of operations. */
  summary?: string
  /** One or two sentences of Markdown beyond the summary. */
  description?: string
  tags?: readonly string[]
  /** Whether to omit the route from the document. */
  hide?: boolean
}

declare module 'fastify' {
  interface FastifySchema extends RouteDescription {}
}
