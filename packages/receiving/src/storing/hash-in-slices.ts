import { createHash } from 'node:crypto'

/** Bytes hashed between two pauses: some hundred microseconds. */
const BYTES_PER_SLICE = 256 * 1024

/** Hex SHA-256, in slices. */
export function* hashInSlices(bytes: Uint8Array): Generator<undefined, string> {
  const sha256 = createHash('sha256')
  for (let at = 0; at < bytes.length; at += BYTES_PER_SLICE) {
    if (at > 0) yield
    sha256.update(bytes.subarray(at, at + BYTES_PER_SLICE))
  }
  return sha256.digest('hex')
}
