import type { RequestId } from '@posthorn/contracts'
import { rowOfRejectedRequest } from '@posthorn/database'
import type { SecretBox } from '@posthorn/secrets'
import type { Headers } from '@posthorn/webhook'

/** What is kept of a rejected request: all headers, and its body or the beginning of it. */
export interface RejectedContent {
  headers: Headers
  body: Uint8Array
}

/** JSON has no raw line break, so the first one ends the headers. */
const LINE_BREAK = 0x0a

/**
 * Encrypts the content of a rejected request: it may have credentials, also of others. The signatures in its headers stay as they
 * are, so that it can be verified again.
 */
export function sealContent(box: SecretBox, id: RequestId, { headers, body }: RejectedContent): Buffer {
  const head = Buffer.from(`${JSON.stringify(headers)}\n`)
  return box.seal(Buffer.concat([head, body]), rowOfRejectedRequest(id))
}

/** @throws SecretBoxError when no key decrypts it */
export function openContent(box: SecretBox, id: RequestId, sealed: Uint8Array): RejectedContent {
  const bytes = box.openBytes(sealed, rowOfRejectedRequest(id))
  const end = bytes.indexOf(LINE_BREAK)
  return { headers: JSON.parse(bytes.subarray(0, end).toString()), body: bytes.subarray(end + 1) }
}
