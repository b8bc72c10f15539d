/** A server-sent event; without a name it is a comment, or says only when to reconnect. */
export interface StreamEvent {
  name: string | undefined
  id: string | undefined
  data: string
  retryMs: number | undefined
}

/** More than any event of a stream has. Text without an end comes from elsewhere. */
const LENGTH_MAX = 256 * 1024

/**
 * Reads server-sent events from text that arrives in any pieces: https://html.spec.whatwg.org/multipage/server-sent-events.html.
 * `EventSource` itself cannot send the header that the API requires. Lines end with a line feed, as the API writes them.
 */
export class EventStreamReader {
  #rest = ''

  /**
   * @returns the events that have ended with this piece, comments included
   * @throws RangeError for text that is no event stream
   */
  read(piece: string): StreamEvent[] {
    const blocks = (this.#rest + piece).split('\n\n')
    this.#rest = blocks.pop() ?? ''
    if (this.#rest.length > LENGTH_MAX) throw new RangeError('the text of an event has no end')
    return blocks.map(eventOf)
  }
}

function eventOf(block: string): StreamEvent {
  const event: StreamEvent = { name: undefined, id: undefined, data: '', retryMs: undefined }
  for (const line of block.split('\n')) {
    const [, field, value = ''] = /^([a-z]+): ?(.*)$/.exec(line) ?? []
    if (field === 'event') event.name = value
    if (field === 'id') event.id = value
    if (field === 'data') event.data += value
    if (field === 'retry' && /^\d{1,6}$/.test(value)) event.retryMs = Number(value)
  }
  return event
}
