import type { components } from '@posthorn/contracts/client-types'
import { api, dataOf } from '../client.ts'
import { pageQuery, usePagedList } from '../paged-list.ts'

export type BrowserSession = components['schemas']['Session']

/** Identifies the list of sessions. */
export const sessionsKey = ['sessions']

/** The sessions of the caller's key, the newest first; all of them for the operator. */
export function useSessions() {
  return usePagedList({
    queryKey: sessionsKey,
    readPage: (cursor, signal) =>
      dataOf(api.GET('/v1/sessions', { params: { query: pageQuery(cursor) }, signal })),
  })
}

export function endSession(id: string) {
  return dataOf(api.DELETE('/v1/sessions/{id}', { params: { path: { id } } }))
}
