import { ProblemError } from '@posthorn/contracts'
import { invalidFields } from '@posthorn/service'
import { AmbiguousJsonError, UnreadableJsonError } from '@posthorn/webhook'

/** What is said to a caller whose JSON was not taken. Other errors stay what they are. */
export function jsonProblem(error: unknown): unknown {
  if (error instanceof UnreadableJsonError) {
    return new ProblemError('malformed_json', error.message, { cause: error })
  }
  return error instanceof AmbiguousJsonError ? invalidFields([error.fault]) : error
}
