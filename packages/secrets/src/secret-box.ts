import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

const ALGORITHM = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12 // 96 bits, NIST SP 800-38D section 5.2.1.1
const TAG_BYTES = 16
const KEY_ID_BYTES = 4
const VERSION = 1
const HEADER_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES

/** Encrypts and decrypts secrets that are stored in the database. */
export interface SecretBox {
  /**
   * @param boundTo names the row that stores the result; it cannot be opened in another row
   * @returns version, key id, nonce, ciphertext and tag in one value
   */
  seal(secret: string | Uint8Array, boundTo: string): Buffer
  /**
   * The text that was sealed.
   * @throws {SecretBoxError} when key, row or bytes differ from those of `seal`
   */
  open(sealed: Uint8Array, boundTo: string): string
  /** The same for bytes that are not text. */
  openBytes(sealed: Uint8Array, boundTo: string): Buffer
}

export class SecretBoxError extends Error {
  override readonly name = 'SecretBoxError'
  /** Id of the encryption key, if the box does not have that key. Undefined: the value is damaged. */
  readonly keyId: string | undefined

  constructor(message: string, options: ErrorOptions & { keyId?: string } = {}) {
    super(message, options)
    this.keyId = options.keyId
  }
}

/**
 * AES-256-GCM under keys from the configuration.
 * @param keys 32 bytes each; the first encrypts, all decrypt, so that keys can be rotated
 */
export function createSecretBox(keys: readonly Uint8Array[]): SecretBox {
  const byId = new Map(keys.map((key) => [encryptionKeyId(key), key]))
  const current = keys[0]
  if (current === undefined || keys.some((key) => key.length !== KEY_BYTES)) {
    throw new SecretBoxError(`encryption keys: expected one or more of ${KEY_BYTES} bytes`)
  }
  const header = Buffer.concat([Buffer.from([VERSION]), keyIdOf(current)])

  function openBytes(sealed: Uint8Array, boundTo: string): Buffer {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
    if (bytes.length < HEADER_BYTES + TAG_BYTES || bytes[0] !== VERSION) {
      throw new SecretBoxError(`secret of ${boundTo}: not a value that Posthorn encrypted`)
    }
    const keyId = bytes.subarray(1, 1 + KEY_ID_BYTES).toString('hex')
    const key = byId.get(keyId)
    if (key === undefined) {
      throw new SecretBoxError(
        `secret of ${boundTo}: encrypted with a key that is missing in POSTHORN_ENCRYPTION_KEY; add it again`,
        { keyId },
      )
    }
    const nonce = bytes.subarray(1 + KEY_ID_BYTES, HEADER_BYTES)
    // Without authTagLength, Node accepts a tag that was cut to four bytes.
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(Buffer.from(boundTo))
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
    try {
      const part = decipher.update(bytes.subarray(HEADER_BYTES, -TAG_BYTES))
      return Buffer.concat([part, decipher.final()])
    } catch (cause) {
      throw new SecretBoxError(`secret of ${boundTo}: modified, or moved from another row`, { cause })
    }
  }

  return {
    seal(secret, boundTo) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(ALGORITHM, current, nonce, { authTagLength: TAG_BYTES })
      cipher.setAAD(Buffer.from(boundTo))
      const plaintext = typeof secret === 'string' ? Buffer.from(secret) : secret
      const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
      return Buffer.concat([header, nonce, ciphertext, cipher.getAuthTag()])
    },

    open: (sealed, boundTo) => openBytes(sealed, boundTo).toString('utf8'),
    openBytes,
  }
}

/** Id of a key, 8 hex digits. Every value that the key encrypts contains it. */
export function encryptionKeyId(key: Uint8Array): string {
  return keyIdOf(key).toString('hex')
}

/** Id of the key that encrypted a value, as the value states it; undefined if `seal` did not make the value. */
export function keyIdOfSealed(sealed: Uint8Array): string | undefined {
  if (sealed.length < HEADER_BYTES + TAG_BYTES || sealed[0] !== VERSION) return undefined
  return Buffer.from(sealed.subarray(1, 1 + KEY_ID_BYTES)).toString('hex')
}

/** Identifies a key without revealing it. */
function keyIdOf(key: Uint8Array): Buffer {
  return createHash('sha256').update('posthorn key id').update(key).digest().subarray(0, KEY_ID_BYTES)
}
