import { invalidFields } from '@posthorn/service'
import { FilterFormError, parseFilter, readingExactJson, runToEnd } from '@posthorn/webhook'
import { memberBytes } from '../http/member-bytes.ts'

/**
 * Makes sure that the numbers of a request's filter are kept as they were written: it is stored, and shown, with what a
 * double holds.
 * @param filter of the body, which has passed its schema
 * @throws ProblemError with each number that a double does not hold
 */
export function assertExactFilter(filter: object | null | undefined, body: Uint8Array = Buffer.of()): void {
  if (filter === null || filter === undefined) return
  try {
    parseFilter(runToEnd(readingExactJson(memberBytes(body, 'filter'))))
  } catch (error) {
    if (!(error instanceof FilterFormError)) throw error
    throw invalidFields(
      error.mistakes.map(({ path, message }) => ({ path: ['filter', ...path].join('.'), message })),
    )
  }
}
