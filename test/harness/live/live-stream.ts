import type { LiveHint, LiveHints, LiveKind } from '@posthorn/contracts'
import { request } from 'undici'
import { waitUntil } from '../wait-until.ts'

/** A server-sent event of a stream of live updates. */
export interface LiveEvent {
  id: string | undefined
  name: string | undefined
  data: LiveHints | undefined
}

/** A client of `GET …/live`. */
export interface LiveReader {
  status: number
  headers: Record<string, string | string[] | undefined>
  events: LiveEvent[]
  /** All that was received, with comments. */
  text(): string
  hasEnded(): boolean
  /** Waits for the first event. */
  begun(): Promise<LiveEvent>
  /** Waits for a hint about an object, or about many of its kind. */
  hinted(kind: LiveKind, id: string, status?: string): Promise<boolean>
  /** Waits for the end. */
  ended(deadlineMs?: number): Promise<boolean>
  close(): void
}

/** Opens a stream of live updates, as the dashboard does. */
export async function readLive(url: string, headers: Record<string, string>): Promise<LiveReader> {
  const stopped = new AbortController()
  const response = await request(url, { headers, signal: stopped.signal, bodyTimeout: 0 })
  const events: LiveEvent[] = []
  let text = ''
  let read = 0
  let isEnded = false
  const decoder = new TextDecoder()
  response.body.on('data', (chunk: Uint8Array) => {
    text += decoder.decode(chunk, { stream: true })
    for (let end = text.indexOf('\n\n', read); end !== -1; end = text.indexOf('\n\n', read)) {
      const event = eventOf(text.slice(read, end))
      if (event.name !== undefined) events.push(event)
      read = end + 2
    }
  })
  response.body.on('close', () => {
    isEnded = true
  })
  response.body.on('error', () => {})
  const hasHint = (kind: LiveKind, id: string, status: string | undefined) =>
    events.some(
      ({ data }) =>
        data?.many.includes(kind) ||
        data?.hints.some(
          (hint: LiveHint) =>
            hint.kind === kind && hint.id === id && (status === undefined || hint.status === status),
        ),
    )
  return {
    status: response.statusCode,
    headers: response.headers,
    events,
    text: () => text,
    hasEnded: () => isEnded,
    begun: () => waitUntil('the first event of a stream', () => events[0]),
    hinted: (kind, id, status) =>
      waitUntil(`a hint of ${kind} ${id} ${status ?? ''}`, () => hasHint(kind, id, status)),
    ended: (deadlineMs) => waitUntil('the end of a stream', () => isEnded, deadlineMs),
    close: () => stopped.abort(),
  }
}

function eventOf(block: string): LiveEvent {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
  const name = field('event')
  const data = name === 'changed' ? (JSON.parse(field('data') ?? '') as LiveHints) : undefined
  return { id: field('id'), name, data }
}
