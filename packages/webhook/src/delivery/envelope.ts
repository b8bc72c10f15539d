/** A delivery's body together with the place where the publisher's own bytes begin in it. */
export type Envelope = {
  body: Buffer
  /** Offset of the first byte of `data`; its last byte is the last but one of the body. */
  dataStart: number
}

/**
 * Wraps an event's data for delivery: `{"id":…,"type":…,"timestamp":…,"data":…}` (contract, "What an endpoint
 * receives"). The data is copied byte for byte, so its digits, order and white space arrive as they were
 * published. Made once for each event: the same bytes are sent and signed in every attempt.
 *
 * @param event.timestamp RFC 3339, UTC with milliseconds.
 * @param event.data one JSON text in UTF-8, already shown to be valid.
 */
export function buildEnvelope(event: {
  id: string
  type: string
  timestamp: string
  data: Uint8Array
}): Envelope {
  const { id, type, timestamp, data } = event
  const members = JSON.stringify({ id, type, timestamp }).slice(0, -1)
  const head = Buffer.from(`${members},"data":`)
  return { body: Buffer.concat([head, data, Buffer.from('}')]), dataStart: head.length }
}

/** The bytes of `data` inside an envelope, as they were published: a view of the body, not a copy. */
export function dataOf(envelope: { body: Uint8Array; dataStart: number }): Buffer {
  const { body, dataStart } = envelope
  const data = body.subarray(dataStart, -1)
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength)
}
