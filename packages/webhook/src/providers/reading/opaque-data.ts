const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Control characters except tab and line ends: text has none, and not every JSON parser can store a NUL. */
const CONTROL_CHARACTER = /[^\P{Cc}\t\n\r]/u

/**
 * Represents a body that is not JSON in an event's data (docs/bodies.md):
 * `{"contentType":…,"encoding":"utf-8"|"base64","body":…}`. Text is unchanged, other bytes are base64: in both cases
 * `Buffer.from(body, encoding)` returns the bytes.
 *
 * @returns a JSON text in UTF-8.
 */
export function opaqueData({ contentType, body }: { contentType: string; body: Uint8Array }): Buffer {
  const text = textOf(body)
  const data =
    text === undefined
      ? { contentType, encoding: 'base64', body: Buffer.from(body).toString('base64') }
      : { contentType, encoding: 'utf-8', body: text }
  return Buffer.from(JSON.stringify(data))
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = UTF8.decode(bytes)
    return CONTROL_CHARACTER.test(text) ? undefined : text
  } catch {
    return undefined
  }
}
