import { type KeyObject, X509Certificate } from 'node:crypto'

/** The public key of a certificate in PEM that is valid now; undefined for anything else. */
export function certifiedKey(pem: string | undefined, now: Date): KeyObject | undefined {
  try {
    const { validFrom, validTo, publicKey } = new X509Certificate(pem ?? '')
    const ms = now.getTime()
    const isValid = Date.parse(validFrom) <= ms && ms <= Date.parse(validTo)
    return isValid && publicKey.asymmetricKeyType === 'rsa' ? publicKey : undefined
  } catch {
    return undefined
  }
}
