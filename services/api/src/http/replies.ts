import { Problem, ProblemError } from '@posthorn/contracts'
import { z } from 'zod'

/** The errors that a route can answer with, next to its own replies. */
export const PROBLEM_REPLIES = {
  400: Problem,
  401: Problem,
  403: Problem,
  404: Problem,
  500: Problem,
  503: Problem,
} as const

/** Those of the routes that start deliveries of what nobody has published. */
export const SENDING_REPLIES = { ...PROBLEM_REPLIES, 409: Problem, 508: Problem } as const

/** A reply without a body. */
export const NoContent = z.null().describe('Done, nothing to say')

/** @throws ProblemError `not_found` when there is no such thing, or it belongs to another tenant */
export function found<Thing>(thing: Thing | undefined, what: string): Thing {
  if (thing === undefined) throw new ProblemError('not_found', `There is no ${what} with this id.`)
  return thing
}

/** The same for what a deletion says. */
export function assertFound(deleted: boolean, what: string): void {
  if (!deleted) throw new ProblemError('not_found', `There is no ${what} with this id.`)
}
