/** A delivery's body, and the offset of the publisher's bytes in it. */
export type Envelope = {
  body: Buffer
  /** Offset of the first byte of `data`. Its last byte is the penultimate byte of the body. */
  dataStart: number
}

/**
 * Wraps an event's data for delivery: `{"id":…,"type":…,"timestamp":…,"data":…}` (docs/bodies.md). The data is copied
 * byte for byte, so its digits, order and white space do not change. Built once for each event: every attempt sends and
 * signs the same bytes.
 *
 * @param event.timestamp RFC 3339, UTC with milliseconds.
 * @param event.data one valid JSON text in UTF-8.
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

/** The published bytes of `data` in an envelope: a view of the body, not a copy. */
export function dataOf(envelope: { body: Uint8Array; dataStart: number }): Buffer {
  const { body, dataStart } = envelope
  const data = body.subarray(dataStart, -1)
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength)
}
