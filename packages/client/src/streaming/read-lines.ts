import { PosthornError } from '../errors.ts'
import { failureOf, type OpenReply } from '../http/transport.ts'

/** Longer than any line of the API. Text without an end comes from elsewhere. */
const LINE_CHARS_MAX = 32 * 1024 * 1024

/** How the lines of a reply are read. */
export interface LineOptions {
  signal?: AbortSignal | undefined
  /** The connection is taken for broken when nothing arrives for so long. */
  idleTimeoutMs: number
}

/**
 * The lines of a reply, each as soon as it has arrived. Ends the connection when the caller stops reading.
 *
 * @throws {PosthornError}
 */
export async function* readLines(
  { response, deadline }: OpenReply,
  { signal, idleTimeoutMs }: LineOptions,
): AsyncGenerator<string, void> {
  if (response.body === null) return deadline.release()
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  const lines = new LineSplitter()
  try {
    for (;;) {
      deadline.restart(idleTimeoutMs)
      const { done, value } = await reader.read()
      // The caller may take its time.
      deadline.stop()
      yield* lines.add(decoder.decode(value, { stream: !done }))
      if (done) break
    }
    yield* lines.rest()
  } catch (error) {
    throw failureOf(error, deadline, signal)
  } finally {
    deadline.release()
    // Of no use after an error, and must not hide it.
    await reader.cancel().catch(() => {})
  }
}

/** Divides text into lines, which end with a line feed, a carriage return, or both. */
export class LineSplitter {
  #rest = ''

  /** The lines that have ended with this piece. */
  add(piece: string): string[] {
    const text = this.#rest + piece
    // A line feed may follow the carriage return in the next piece.
    const end = text.endsWith('\r') ? text.length - 1 : text.length
    const lines = text.slice(0, end).split(/\r\n|\n|\r/)
    this.#rest = (lines.pop() ?? '') + text.slice(end)
    if (this.#rest.length > LINE_CHARS_MAX) {
      throw new PosthornError('A line of the stream has no end.', { code: 'invalid_reply' })
    }
    return lines
  }

  /** The last line, if the text did not end with one. */
  rest(): string[] {
    const line = this.#rest.replace(/\r$/, '')
    return this.#rest === '' ? [] : [line]
  }
}
