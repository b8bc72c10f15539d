import type { RequestProblem } from '../../data/problem.ts'

/** What is wrong with a filter before it is sent; undefined when it is a JSON object. The API checks the rest. */
export function errorOfFilter(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? undefined : 'A filter is a JSON object, such as { "amount": { "$gte": 100 } }.'
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** What the API says about the conditions of a filter, each with its path. */
export function refusalOfFilter(problem: RequestProblem | undefined): string | undefined {
  const refused = problem?.errors.filter(({ path }) => path === 'filter' || path.startsWith(INSIDE)) ?? []
  const texts = refused.map(({ path, message }) =>
    path.startsWith(INSIDE) ? `${path.slice(INSIDE.length)}: ${message}` : message,
  )
  return texts.length === 0 ? undefined : texts.join('; ')
}

const INSIDE = 'filter.'
