export { attemptContext } from './attempt-context.ts'
export { UndecryptableValueError } from './decrypt-endpoint-values.ts'
export { CONTROL_CHARACTERS, maskedRequestHeaders, safeResponseHeaders } from './recorded-headers.ts'
export { type SignedRequest, signedRequest } from './signed-request.ts'
