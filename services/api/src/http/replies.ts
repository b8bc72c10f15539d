import { Problem, ProblemError } from '@posthorn/contracts'
import { z } from 'zod'

/** The errors of every route. */
export const PROBLEM_REPLIES = {
  400: Problem,
  401: Problem,
  403: Problem,
  404: Problem,
  500: Problem,
  503: Problem,
} as const

/** The errors of routes that start deliveries without publishing. */
export const SENDING_REPLIES = { ...PROBLEM_REPLIES, 409: Problem, 508: Problem } as const

/** A reply without a body. */
export const NoContent = z.null().describe('No content')

/** @throws ProblemError `not_found` when the object does not exist or belongs to another tenant */
export function found<Thing>(thing: Thing | undefined, what: string): Thing {
  if (thing === undefined) throw notFound(what)
  return thing
}

/** @throws ProblemError `not_found` when nothing was deleted */
export function assertFound(deleted: boolean, what: string): void {
  if (!deleted) throw notFound(what)
}

function notFound(what: string): ProblemError {
  return new ProblemError('not_found', `No ${what} has this id: check the id and the tenant.`)
}
