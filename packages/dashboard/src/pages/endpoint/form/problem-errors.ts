import type { RequestProblem } from '../../../data/problem.ts'
import type { EndpointDraft } from './draft.ts'
import type { DraftErrors } from './draft-body.ts'

/**
 * The errors of a refused request, at their fields. A path such as `headers.Authorization` belongs to `headers`.
 * @returns with `others`: what belongs to no field of the form
 */
export function errorsOf(
  { errors, message }: Pick<RequestProblem, 'errors' | 'message'>,
  draft: EndpointDraft,
): { fields: DraftErrors; others: string | undefined } {
  const fields: DraftErrors = {}
  const others: string[] = []
  for (const error of errors) {
    const [, field = '', rest = ''] = /^([A-Za-z]*)[.[]?(.*)$/.exec(error.path) ?? []
    const text = rest === '' ? error.message : `${rest.replace(/\]$/, '')}: ${error.message}`
    if (isField(field, draft))
      fields[field] = fields[field] === undefined ? text : `${fields[field]}; ${text}`
    else others.push(error.path === '' ? error.message : `${error.path}: ${error.message}`)
  }
  const general = errors.length === 0 ? message : others.join('; ')
  return { fields, others: general === '' ? undefined : general }
}

function isField(name: string, draft: EndpointDraft): name is keyof EndpointDraft {
  return Object.hasOwn(draft, name)
}
