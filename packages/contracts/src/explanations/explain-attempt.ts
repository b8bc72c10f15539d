import type { DeliveryErrorCode } from '@posthorn/webhook'
import { ERROR_CODE_EXPLANATIONS } from './error-codes.ts'
import type { Explanation } from './explanation.ts'
import { explainStatus } from './status-codes.ts'

/** What explains an attempt, or the last one of a delivery. */
export interface AttemptCause {
  errorCode: string | null
  statusCode: number | null
}

const UNKNOWN_CODE: Explanation = {
  title: 'No reply',
  explanation: 'The attempt has no reply, for a reason that this version does not know.',
  fix: 'Look at the detail of the attempt.',
}

/**
 * Explains the result of an attempt.
 * @returns undefined before its result is known
 */
export function explainAttempt({ errorCode, statusCode }: AttemptCause): Explanation | undefined {
  if (errorCode !== null) return isErrorCode(errorCode) ? ERROR_CODE_EXPLANATIONS[errorCode] : UNKNOWN_CODE
  return statusCode === null ? undefined : explainStatus(statusCode)
}

function isErrorCode(code: string): code is DeliveryErrorCode {
  return Object.hasOwn(ERROR_CODE_EXPLANATIONS, code)
}
