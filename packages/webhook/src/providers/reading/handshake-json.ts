import { InvalidJsonError, parseJsonText } from '../../json/json-text.ts'

/** Handshakes are small. Larger bodies are not parsed a second time to find that they are none. */
const BYTES_MAX = 16 * 1024

/** The JSON of a body that may be a handshake; undefined for anything else. */
export function handshakeJson(body: Uint8Array): unknown {
  if (body.length > BYTES_MAX) return undefined
  try {
    return parseJsonText(body)
  } catch (error) {
    if (error instanceof InvalidJsonError) return undefined
    throw error
  }
}
