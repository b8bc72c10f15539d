import { PosthornError } from '@posthorn/client'

/** The machine has slept: the connection may be dead without an error. */
export class WokenError extends Error {
  override readonly name = 'WokenError'
}

/** Whether a connection was open and nothing came by it, as behind a proxy that buffers. */
export function isSilence(error: unknown): boolean {
  return error instanceof PosthornError && error.code === 'timeout'
}

/** Why a connection has ended, in words. */
export function reasonOf(error: unknown): string {
  if (error === undefined) return 'the connection was closed'
  if (error instanceof WokenError) return 'this machine was asleep'
  if (!(error instanceof PosthornError)) throw error
  return isSilence(error) ? 'nothing arrives any more' : error.message
}
