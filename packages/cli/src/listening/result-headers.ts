import type { IncomingHttpHeaders } from 'node:http'
import type { RelayResult } from '@posthorn/contracts'

/** As many, and as many bytes of names and values, as the API accepts. */
const HEADERS_MAX = 100
const HEADER_BYTES_MAX = 16 * 1024

/** The headers of a reply as the API takes them. One that no longer fits is left out: the result itself matters more. */
export function resultHeaders(headers: IncomingHttpHeaders): NonNullable<RelayResult['headers']> {
  const kept: [string, string | string[]][] = []
  let bytesLeft = HEADER_BYTES_MAX
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || kept.length === HEADERS_MAX) continue
    const bytes = headerBytes(name, value)
    if (bytes > bytesLeft) continue
    bytesLeft -= bytes
    kept.push([name, value])
  }
  return Object.fromEntries(kept)
}

/** In UTF-8, each value with its name. */
function headerBytes(name: string, value: string | string[]): number {
  return [value].flat().reduce((sum, each) => sum + Buffer.byteLength(name) + Buffer.byteLength(each), 0)
}
