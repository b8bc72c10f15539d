import { ProblemError } from '@posthorn/contracts'

export function noSuchSource(): ProblemError {
  return new ProblemError('not_found', 'There is no source at this URL.')
}
