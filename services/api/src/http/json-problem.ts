import { ProblemError } from '@posthorn/contracts'
import { invalidFields } from '@posthorn/service'
import { AmbiguousJsonError, TooManyValuesError, UnreadableJsonError } from '@posthorn/webhook'

/** What is said to a caller whose JSON was not taken. Other errors stay what they are. */
export function jsonProblem(error: unknown): unknown {
  if (error instanceof UnreadableJsonError) {
    return new ProblemError('malformed_json', error.message, { cause: error })
  }
  if (error instanceof TooManyValuesError) {
    const message = `must not have more than ${error.valuesMax} values, apart from the data of an event`
    return invalidFields([{ path: '', message }])
  }
  return error instanceof AmbiguousJsonError ? invalidFields([error.fault]) : error
}
