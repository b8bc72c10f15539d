import { verify } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { strictBase64Bytes } from '../../../signing/strict-base64.ts'
import { rejected, type SignatureScheme, verdictOf } from '../../provider.ts'
import { usableHeader } from '../../reading/header-text.ts'
import { urlIn } from '../../reading/url-text.ts'
import { malformedHeader, missingHeader } from '../../unverified.ts'
import { unixSecondsOf } from '../signed-time.ts'
import { certifiedKey } from './certificate.ts'
import { fetchedText } from './fetched-text.ts'

/** Config of a source of PayPal. */
export interface PayPalConfig extends Record<string, unknown> {
  webhookId: string
  environment: 'production' | 'sandbox'
}

const HOSTS = { production: 'api.paypal.com', sandbox: 'api.sandbox.paypal.com' }
const CERTIFICATE_PATH = /^\/v1\/notifications\/certs\/[\w-]{1,100}$/
const ID = /^[\w-]{1,100}$/

const NAMES = ['id', 'time', 'sig'].map((part) => `paypal-transmission-${part}`)

/**
 * PayPal: an RSA signature of `id|time|webhook id|CRC32 of the body`, with a certificate from PayPal's API. A CRC32 is no
 * cryptographic hash: an attacker with a genuine request can make another body that fits its signature.
 */
export const payPalSignature: SignatureScheme<PayPalConfig> = {
  signaturesIn(head) {
    const missing = [...NAMES, 'paypal-cert-url'].find((name) => head.headers[name] === undefined)
    if (missing !== undefined) return missingHeader(missing)
    const [id = '', time = '', signatureText = ''] = NAMES.map(
      (name) => usableHeader(head.headers, name) ?? '',
    )
    const signedAt = unixSecondsOf(time, 'iso')
    const signature = strictBase64Bytes(signatureText)
    const certificateUrl = certificateUrlOf(usableHeader(head.headers, 'paypal-cert-url'), head.config)
    if (!ID.test(id)) return malformedHeader('paypal-transmission-id')
    if (signedAt === undefined) return malformedHeader('paypal-transmission-time')
    if (signature === undefined) return malformedHeader('paypal-transmission-sig')
    if (certificateUrl === undefined) return malformedHeader('paypal-cert-url')
    return {
      signedAt,
      checkWith(key) {
        if (key.kind !== 'none') return undefined
        let checksum = 0
        return {
          update: (chunk) => void (checksum = crc32(chunk, checksum)),
          async verify() {
            const certified = certifiedKey(await fetchedText(head, certificateUrl), head.now)
            if (certified === undefined) return rejected('signature_mismatch')
            const content = `${id}|${time}|${head.config.webhookId}|${checksum}`
            return verdictOf(verify('sha256', Buffer.from(content), certified, signature))
          },
        }
      },
    }
  },
}

function certificateUrlOf(text: string | undefined, { environment }: PayPalConfig): string | undefined {
  const url = urlIn(text ?? '')
  const isPlain = url !== undefined && url.username + url.password + url.search + url.hash === ''
  const isCertificate = url?.origin === `https://${HOSTS[environment]}` && CERTIFICATE_PATH.test(url.pathname)
  return isPlain && isCertificate ? url.href : undefined
}
