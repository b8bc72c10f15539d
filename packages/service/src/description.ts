/** What a route says of itself in the OpenAPI document of the API. */
export interface Description {
  /** What the operation is called in generated clients. The API's routes all have one, and a summary and a tag. */
  operationId?: string
  /** A few words for the list of operations. */
  summary?: string
  /** What the summary does not say: a sentence or two, Markdown. */
  description?: string
  tags?: readonly string[]
  /** Left out of the document. */
  hide?: boolean
}

declare module 'fastify' {
  interface FastifySchema extends Description {}
}
