import type { Attempt } from '../../data/deliveries.ts'
import type { Endpoint } from '../../data/endpoints.ts'
import type { EventDetail } from '../../data/events.ts'

/** A terminal that text is pasted into may obey them, also within quotes: DEL erases what is before it. */
const CONTROL = /[^\P{Cc}\n\t]/u

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\b/i

/**
 * The body of an attempt, to the byte. The API has only the data of the event: of other than JSON, the bytes are not shown, nor are
 * those that could do harm in a terminal.
 * @param format of the endpoint. Default, for one that was deleted: an envelope
 */
export function sentBody(
  { id, type, timestamp, data }: Pick<EventDetail, 'id' | 'type' | 'timestamp' | 'data'>,
  { requestHeaders }: Pick<Attempt, 'requestHeaders'>,
  format: Endpoint['payloadFormat'] = 'envelope',
): string | undefined {
  const contentType = requestHeaders['content-type']
  if (data === null || typeof contentType !== 'string' || !JSON_TYPE.test(contentType)) return undefined
  const body =
    format === 'raw' ? data : `${JSON.stringify({ id, type, timestamp }).slice(0, -1)},"data":${data}}`
  return CONTROL.test(body) ? undefined : body
}
