/**
 * Decodes standard, padded base64 (RFC 4648 section 4) and nothing else; `undefined` for any other text.
 *
 * `Buffer.from(text, 'base64')` skips unknown characters, accepts the URL alphabet and ignores left-over bits, so
 * several texts decode to the same bytes. Only the canonical text equals the result encoded again.
 */
export function strictBase64Bytes(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}
