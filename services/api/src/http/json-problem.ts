import { ProblemError } from '@posthorn/contracts'
import { invalidFields } from '@posthorn/runtime'
import { AmbiguousJsonError, InvalidJsonError, TooManyValuesError } from '@posthorn/webhook'

/** Turns an error of the JSON parser into a problem. Other errors are returned unchanged. */
export function jsonProblem(error: unknown): unknown {
  if (error instanceof InvalidJsonError) {
    return new ProblemError('malformed_json', error.message, { cause: error })
  }
  if (error instanceof TooManyValuesError) {
    const message = `must not have more than ${error.valuesMax} values, apart from the data of an event`
    return invalidFields([{ path: '', message }])
  }
  return error instanceof AmbiguousJsonError ? invalidFields([error.issue]) : error
}
