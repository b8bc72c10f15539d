import { ProblemError } from '@posthorn/contracts'

/**
 * Asserts that an event can be sent again.
 * @param event undefined: it was removed
 * @throws ProblemError `content_removed`
 */
export function assertContent(event: { expired: boolean } | undefined): void {
  if (event !== undefined && !event.expired) return
  throw new ProblemError(
    'content_removed',
    'The content of the event has expired or was removed, so it cannot be sent again: publish a new event.',
  )
}
