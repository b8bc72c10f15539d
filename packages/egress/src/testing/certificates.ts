import { generate } from 'selfsigned'

export interface ServerCertificate {
  cert: string
  key: string
}

const DAY_MS = 24 * 60 * 60 * 1_000
const EC = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const

/** A certificate authority for tests. */
export async function createAuthority() {
  const made = await generate([{ name: 'commonName', value: 'Posthorn test authority' }], {
    ...EC,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  const ca = { cert: made.cert, key: made.private }
  return {
    cert: made.cert,
    /** For DNS names; valid from two days ago, until `validForDays` from now. */
    async issue(names: readonly string[], validForDays = 1): Promise<ServerCertificate> {
      const leaf = await generate([{ name: 'commonName', value: names[0] ?? 'nameless' }], {
        ...EC,
        ca,
        notBeforeDate: new Date(Date.now() - 2 * DAY_MS),
        notAfterDate: new Date(Date.now() + validForDays * DAY_MS),
        extensions: [
          { name: 'extKeyUsage', serverAuth: true },
          { name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) },
        ],
      })
      return { cert: leaf.cert, key: leaf.private }
    },
  }
}

/** A self-signed certificate. */
export async function selfSigned(name: string): Promise<ServerCertificate> {
  const made = await generate([{ name: 'commonName', value: name }], EC)
  return { cert: made.cert, key: made.private }
}
