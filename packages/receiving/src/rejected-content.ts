import type { RequestId } from '@posthorn/contracts'
import { rowOfRejectedRequest } from '@posthorn/database'
import type { SecretBox } from '@posthorn/secrets'
import type { Headers } from '@posthorn/webhook'

/** What is kept of a rejected request: all headers, its query, and its body or the beginning of it. */
export interface RejectedContent {
  headers: Headers
  /** What followed the URL of the source. */
  urlSuffix: string
  body: Uint8Array
}

/** Beside the headers, none of which can have this name: as the path in HTTP/2. Absent if the suffix is empty. */
const URL_SUFFIX = ':path'

/** JSON has no raw line break, so the first one ends the headers. */
const LINE_BREAK = 0x0a

/**
 * Encrypts the content of a rejected request: it may have credentials, also of others. The signatures in its headers stay as they
 * are, so that it can be verified again.
 */
export function sealContent(
  box: SecretBox,
  id: RequestId,
  { headers, urlSuffix, body }: RejectedContent,
): Buffer {
  const head = { ...headers, ...(urlSuffix !== '' && { [URL_SUFFIX]: urlSuffix }) }
  const line = Buffer.from(`${JSON.stringify(head)}\n`)
  return box.seal(Buffer.concat([line, body]), rowOfRejectedRequest(id))
}

/** @throws SecretBoxError when no key decrypts it */
export function openContent(box: SecretBox, id: RequestId, sealed: Uint8Array): RejectedContent {
  const bytes = box.openBytes(sealed, rowOfRejectedRequest(id))
  const end = bytes.indexOf(LINE_BREAK)
  const { [URL_SUFFIX]: urlSuffix = '', ...headers } = JSON.parse(bytes.subarray(0, end).toString())
  return { headers, urlSuffix, body: bytes.subarray(end + 1) }
}
