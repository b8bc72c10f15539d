import type { components } from '@posthorn/contracts/client-types'
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../client.ts'
import { cutMember } from '../events/cut-member.ts'
import { pageQuery, usePagedList } from '../paged-list.ts'

export type EventType = components['schemas']['EventType']

/** An event type as it is edited: its schema is text, so that no number of it changes. */
export interface EventTypeDraft {
  name: string
  description: string
  archived: boolean
  /** Empty: data of any form. */
  schema: string
}

/** Identifies everything of the catalogue, which all tenants share. */
export const eventTypesKey = ['event-types']

/** @param archived undefined: both */
export function useEventTypes(archived: boolean | undefined) {
  return usePagedList({
    queryKey: [...eventTypesKey, 'list', archived ?? 'both'],
    readPage: async (cursor, signal) => {
      const query = { ...pageQuery(cursor), ...(archived === undefined ? {} : { archived }) }
      const page = await dataOf(api.GET('/v1/event-types', { params: { query }, signal }))
      return { ...page, data: page.data.map((type) => ({ ...type, id: type.name })) }
    },
  })
}

export function eventTypeQuery(name: string) {
  return queryOptions({
    queryKey: [...eventTypesKey, 'one', name],
    queryFn: async ({ signal }) => {
      const reply = api.GET('/v1/event-types/{name}', { params: { path: { name } }, parseAs: 'text', signal })
      const text = await dataOf(reply)
      const type: EventType = JSON.parse(text)
      return { ...type, schemaText: type.schema === null ? '' : (cutMember(text, 'schema').member ?? '') }
    },
  })
}

/** Creates an event type. */
export function createEventType(draft: EventTypeDraft) {
  const { name } = draft
  const body = { name, ...fieldsOf(draft) }
  return dataOf(api.POST('/v1/event-types', { body, bodySerializer: () => withSchema(body, draft.schema) }))
}

/** Replaces all fields of an event type. */
export function saveEventType(draft: EventTypeDraft) {
  const params = { path: { name: draft.name } }
  const body = fieldsOf(draft)
  return dataOf(
    api.PUT('/v1/event-types/{name}', {
      params,
      body,
      bodySerializer: () => withSchema(body, draft.schema),
    }),
  )
}

export function deleteEventType(name: string) {
  return dataOf(api.DELETE('/v1/event-types/{name}', { params: { path: { name } } }))
}

function fieldsOf({ description, archived }: EventTypeDraft) {
  return { description, archived }
}

/** With the schema as it was typed. */
function withSchema(fields: object, schema: string): string {
  const others = JSON.stringify(fields)
  return `${others.slice(0, -1)},"schema":${schema.trim() === '' ? 'null' : schema}}`
}
