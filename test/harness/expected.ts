import { type FieldError, PROBLEMS, type ProblemCode } from '@posthorn/contracts'
import { expect } from 'vitest'
import type { Reply } from './api-client.ts'

/** Matches a whole reply: its status and its body, JSON or absent. */
export function reply(status: number, body?: unknown) {
  const type = body === undefined ? {} : { 'content-type': expect.stringMatching(/^application\/json\b/) }
  return {
    status,
    headers: expect.objectContaining({ ...type, 'x-request-id': REQUEST_ID }),
    text: body === undefined ? '' : expect.any(String),
    body,
  }
}

/**
 * Matches a whole error reply.
 * @param detail the sentence, or a matcher
 * @param errors for bad input, path and message of each invalid field
 */
export function problem(status: number, code: ProblemCode, detail: unknown, errors?: FieldError[]) {
  return {
    status,
    headers: expect.objectContaining({
      'content-type': expect.stringMatching(/^application\/problem\+json\b/),
      'x-request-id': REQUEST_ID,
    }),
    text: expect.any(String),
    body: {
      type: `urn:posthorn:problem:${code}`,
      title: PROBLEMS[code].title,
      status,
      code,
      detail,
      requestId: REQUEST_ID,
      ...(errors === undefined ? {} : { errors }),
    },
  }
}

/** Matches the reply to a duplicate request with an Idempotency-Key, given the first reply. */
export function replayOf<Body>({ status, text, body, headers }: Reply<Body>) {
  return {
    status,
    text,
    body,
    headers: expect.objectContaining({
      'content-type': headers['content-type'],
      'idempotency-replayed': 'true',
    }),
  }
}

/** Matches an id of one kind, such as `evt`. */
export function idOf(prefix: string) {
  return expect.stringMatching(new RegExp(`^${prefix}_[0-9a-z]{26}$`))
}

/** Matches a time as the API writes it: RFC 3339, UTC, milliseconds. */
export const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

const REQUEST_ID = expect.stringMatching(/^[!-~]{1,128}$/)

/** Matches a W3C trace id. */
export const TRACE_ID: unknown = expect.stringMatching(/^[0-9a-f]{32}$/)
