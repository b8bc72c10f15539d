export {
  ConflictError,
  ConnectionError,
  type ErrorCode,
  type ErrorDetails,
  ForbiddenError,
  InvalidRequestError,
  NotFoundError,
  PosthornError,
  RateLimitedError,
  ServerError,
  UnauthorizedError,
} from './errors.ts'
export type { CallOptions, RequestOptions, WriteOptions } from './http/request-options.ts'
export type { Method } from './http/transport.ts'
export type { List, Page, PagePosition } from './lists/list.ts'
export type { BodyOf, ItemOf, OperationId, QueryOf, ReplyOf, Schemas } from './operation-types.ts'
export { Posthorn } from './posthorn.ts'
export type { PosthornOptions } from './settings.ts'
export type { LiveEvent } from './streaming/live-events.ts'
export type { ServerSentEvent } from './streaming/server-sent-events.ts'
export type { StreamOptions } from './streaming/stream.ts'
export type { Tenant } from './tenant.ts'
export { InvalidSecretError, type VerificationFailure, WebhookVerificationError } from './verifying/errors.ts'
export type { WebhookHeaders } from './verifying/signed-headers.ts'
export {
  type VerifiedWebhook,
  type VerifyOptions,
  verifyWebhook,
  type WebhookBody,
  type WebhookEnvelope,
} from './verifying/verify-webhook.ts'
export { VERSION } from './version.ts'
