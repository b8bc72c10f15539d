import type { components, operations } from './api-types.ts'

/** Every schema of the API, by its name in `/openapi.json`. */
export type Schemas = components['schemas']

/** The name of an operation in `/openapi.json`. */
export type OperationId = keyof operations

type Success = 200 | 201 | 202
type JsonIn<Content> = Content extends { content: { 'application/json': infer Body } } ? Body : never
type RepliesOf<Id extends OperationId> = operations[Id]['responses']

/** What an operation replies with. */
export type ReplyOf<Id extends OperationId> = JsonIn<RepliesOf<Id>[Extract<keyof RepliesOf<Id>, Success>]>

/** The body that an operation takes. */
export type BodyOf<Id extends OperationId> = operations[Id] extends {
  requestBody?: { content: { 'application/json': infer Body } }
}
  ? Body
  : never

/** The query that an operation takes. */
export type QueryOf<Id extends OperationId> = NonNullable<operations[Id]['parameters']['query']>

/** An item of the list that an operation replies with. */
export type ItemOf<Id extends OperationId> = ReplyOf<Id> extends { data: (infer Item)[] } ? Item : never
