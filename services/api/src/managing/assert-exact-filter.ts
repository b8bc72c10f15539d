import { invalidFields } from '@posthorn/runtime'
import { InvalidFilterError, parseFilter, readExactJsonInSlices, runToEnd } from '@posthorn/webhook'
import { memberBytes } from '../http/member-bytes.ts'

/** Several times what a filter may be without white space and zeros at the end of numbers. It is read without a pause. */
const TEXT_BYTES_MAX = 64 * 1024

/**
 * Refuses a filter with numbers that a double cannot hold exactly: it is stored and shown as doubles.
 * @param filter of the body, which has passed its schema
 * @throws ProblemError with each such number
 */
export function assertExactFilter(filter: object | null | undefined, body: Uint8Array = Buffer.of()): void {
  if (filter === null || filter === undefined) return
  const text = memberBytes(body, 'filter')
  if (text.length > TEXT_BYTES_MAX) {
    const message = `must not be longer than ${TEXT_BYTES_MAX} bytes as it is written: leave out white space and zeros`
    throw invalidFields([{ path: 'filter', message }])
  }
  try {
    parseFilter(runToEnd(readExactJsonInSlices(text)))
  } catch (error) {
    if (!(error instanceof InvalidFilterError)) throw error
    throw invalidFields(
      error.issues.map(({ path, message }) => ({ path: ['filter', ...path].join('.'), message })),
    )
  }
}
