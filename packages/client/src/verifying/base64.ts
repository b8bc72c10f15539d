/** Decodes padded base64 (RFC 4648, section 4), and nothing else: `atob` also accepts spaces and missing padding. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
  // Bits behind the last byte would make other texts of the same bytes.
  return base64Of(bytes) === text ? bytes : undefined
}

/** Encodes a few bytes, such as a signature. */
export function base64Of(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}
