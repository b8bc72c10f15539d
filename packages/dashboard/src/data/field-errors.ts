import type { RequestProblem } from './problem.ts'

/**
 * What the API says about a field of a form.
 * @param path of the field in the body: `config.topicArn`, or `secrets` with all its members
 */
export function errorAt(problem: RequestProblem | undefined, path: string): string | undefined {
  const messages = problem?.errors.filter((error) => isWithin(error.path, path)).map(({ message }) => message)
  return messages === undefined || messages.length === 0 ? undefined : messages.join('; ')
}

/** Whether an error belongs to none of the fields, so that the form as a whole has to show it. */
export function hasOtherErrors(problem: RequestProblem, paths: readonly string[]): boolean {
  return (
    problem.errors.length === 0 ||
    problem.errors.some((error) => !paths.some((path) => isWithin(error.path, path)))
  )
}

function isWithin(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}.`)
}
