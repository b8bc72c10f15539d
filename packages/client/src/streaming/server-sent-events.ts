/** An event of a stream: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface ServerSentEvent {
  /** Its name; `message` if it has none. */
  event: string
  data: string
  /** Of this event, or of the last one that had an id. Sent as `Last-Event-ID`, it resumes the stream. */
  id: string | undefined
  /** How long to wait before connecting again, if the stream said so. */
  retryMs: number | undefined
}

/** Puts the events of a stream together from its lines. */
export class ServerSentEvents {
  #event = ''
  #data: string[] = []
  #id: string | undefined
  #lastEventId: string | undefined
  #retryMs: number | undefined

  /** Of the last complete event: one that was cut off must be sent again. */
  get lastEventId(): string | undefined {
    return this.#lastEventId
  }

  /** How long to wait before connecting again, if the stream said so. */
  get retryMs(): number | undefined {
    return this.#retryMs
  }

  /** The event that ends with this line, if one does. Events without data are none, as in `EventSource`. */
  add(line: string): ServerSentEvent | undefined {
    if (line === '') return this.#dispatch()
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? []
    if (field === 'event') this.#event = value
    if (field === 'data') this.#data.push(value)
    if (field === 'id' && !value.includes('\0')) this.#id = value
    if (field === 'retry' && /^\d{1,9}$/.test(value)) this.#retryMs = Number(value)
    return undefined
  }

  #dispatch(): ServerSentEvent | undefined {
    const [event, data] = [this.#event, this.#data]
    this.#event = ''
    this.#data = []
    this.#lastEventId = this.#id
    if (data.length === 0) return undefined
    return { event: event || 'message', data: data.join('\n'), id: this.#id, retryMs: this.#retryMs }
  }
}
