import { problemOf } from '../../data/problem.ts'

/** What a refused form shows: a message at each of its fields, and one for all that belongs to none. */
export interface FormProblem {
  /** The message of a field, or of what is within it: `theme` has that of `theme.primary`, too. */
  at: (field: string) => string | undefined
  other: string | undefined
}

/**
 * Sorts the problem of a form to its fields.
 * @param fields paths of the fields that the form shows, as in the API's problems
 */
export function formProblemOf(error: unknown, fields: readonly string[]): FormProblem {
  if (error === null || error === undefined) return { at: () => undefined, other: undefined }
  const { errors, message } = problemOf(error)
  const isOf = (path: string, field: string) => path === field || path.startsWith(`${field}.`)
  const at = (field: string) => {
    const own = errors.filter(({ path }) => isOf(path, field))
    const texts = own.map(({ path, message: text }) => describe(path.slice(field.length + 1), text))
    return texts.length === 0 ? undefined : texts.join('\n')
  }
  const unplaced = errors.filter(({ path }) => !fields.some((field) => isOf(path, field)))
  if (errors.length === 0) return { at, other: message }
  const other = unplaced.map(({ path, message: text }) => describe(path, text))
  return { at, other: other.length === 0 ? undefined : other.join('\n') }
}

function describe(path: string, text: string): string {
  return path === '' ? text : `${path}: ${text}`
}
