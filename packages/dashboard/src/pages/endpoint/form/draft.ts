import type { Endpoint } from '../../../data/endpoints.ts'
import { toScheduleText } from './schedule-text.ts'

/** A custom header; the value of a stored one is a mask, which keeps it. */
export interface HeaderRow {
  /** Of the row in its list, which may have two of a name while they are typed. */
  id: number
  name: string
  value: string
}

/** The settings of an endpoint as they are typed. */
export interface EndpointDraft {
  url: string
  description: string
  eventTypes: string[]
  /** JSON; empty for none. */
  filter: string
  timeoutSeconds: string
  /** As `toScheduleText` writes it. */
  retrySchedule: string
  retryOn: Endpoint['retryOn']
  /** Empty for none. */
  rateLimitPerSecond: string
  maxInFlight: string
  payloadFormat: Endpoint['payloadFormat']
  signatures: Endpoint['signatures']
  headers: HeaderRow[]
  /** JSON. */
  metadata: string
}

/** The settings of a new endpoint, as the API sets them by default. */
export const NEW_DRAFT: EndpointDraft = {
  url: '',
  description: '',
  eventTypes: ['*'],
  filter: '',
  timeoutSeconds: '10',
  retrySchedule: toScheduleText([1, 5, 30, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]),
  retryOn: 'server-errors',
  rateLimitPerSecond: '',
  maxInFlight: '20',
  payloadFormat: 'envelope',
  signatures: ['standard'],
  headers: [],
  metadata: '{}',
}

export function toDraft(endpoint: Endpoint): EndpointDraft {
  return {
    url: endpoint.url ?? '',
    description: endpoint.description,
    eventTypes: [...endpoint.eventTypes],
    filter: endpoint.filter === null ? '' : jsonText(endpoint.filter),
    timeoutSeconds: String(endpoint.timeoutSeconds),
    retrySchedule: toScheduleText(endpoint.retrySchedule),
    retryOn: endpoint.retryOn,
    rateLimitPerSecond: endpoint.rateLimitPerSecond === null ? '' : String(endpoint.rateLimitPerSecond),
    maxInFlight: String(endpoint.maxInFlight),
    payloadFormat: endpoint.payloadFormat,
    signatures: [...endpoint.signatures],
    headers: Object.entries(endpoint.headers).map(([name, value], id) => ({ id, name, value })),
    metadata: jsonText(endpoint.metadata),
  }
}

/** A row to type another header into. */
export function emptyRow(rows: readonly HeaderRow[]): HeaderRow {
  return { id: Math.max(-1, ...rows.map(({ id }) => id)) + 1, name: '', value: '' }
}

function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2)
}
