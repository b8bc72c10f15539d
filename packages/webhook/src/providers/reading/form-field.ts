const AMPERSAND = '&'.charCodeAt(0)
const EQUALS = '='.charCodeAt(0)
const PERCENT = '%'.charCodeAt(0)
const PLUS = '+'.charCodeAt(0)
const SPACE = ' '.charCodeAt(0)

const ESCAPE = /^[0-9A-Fa-f]{2}$/

/**
 * The values of one field in an `application/x-www-form-urlencoded` body, in order, as decoded bytes. `URLSearchParams`
 * would replace bytes that are not UTF-8.
 * (https://url.spec.whatwg.org/#urlencoded-parsing: a `%` that two hex digits do not follow is literal.)
 */
export function formFieldValues(body: Uint8Array, name: string): Buffer[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const wanted = Buffer.from(name)
  const values: Buffer[] = []
  for (let start = 0; start < bytes.length; ) {
    const end = indexOrEnd(bytes, AMPERSAND, start)
    const pair = bytes.subarray(start, end)
    const nameEnd = indexOrEnd(pair, EQUALS, 0)
    if (isNamed(pair.subarray(0, nameEnd), wanted)) values.push(decoded(pair.subarray(nameEnd + 1)))
    start = end + 1
  }
  return values
}

/** Whether an encoded name is this one. An escape has three bytes, so most names need no decoding. */
function isNamed(encoded: Buffer, wanted: Buffer): boolean {
  if (encoded.length < wanted.length || encoded.length > 3 * wanted.length) return false
  return decoded(encoded).equals(wanted)
}

function indexOrEnd(bytes: Buffer, byte: number, from: number): number {
  const at = bytes.indexOf(byte, from)
  return at === -1 ? bytes.length : at
}

function decoded(bytes: Buffer): Buffer {
  const result = Buffer.alloc(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    const escaped = byte === PERCENT ? bytes.toString('latin1', at + 1, at + 3) : ''
    if (ESCAPE.test(escaped)) {
      result[length++] = Number.parseInt(escaped, 16)
      at += 2
    } else {
      result[length++] = byte === PLUS ? SPACE : byte
    }
  }
  return result.subarray(0, length)
}
