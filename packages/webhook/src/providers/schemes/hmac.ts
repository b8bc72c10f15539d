import type { Headers, NoSignaturesCause, RequestHead, SignatureScheme } from '../provider.ts'
import { headerText } from '../reading/header-text.ts'
import { parseTemplate } from './content-template.ts'
import { type HmacAlgorithm, isEncodedHash, type SignatureEncoding } from './encodings.ts'
import { type LabelledList, readLabelled } from './labelled-values.ts'
import { publicUrlOf } from './public-url.ts'
import { signedContent } from './signed-content.ts'
import { type TimeUnit, unixSecondsOf } from './signed-time.ts'

const ID = /^[!-~]{1,256}$/

/** How a provider signs with HMAC. */
export interface HmacOptions {
  algorithm?: HmacAlgorithm
  encoding: SignatureEncoding
  /** Lower-case name. Of several headers, each that is present has a signature. */
  header: string | readonly string[]
  /** Text before the signature, such as `sha256=`. */
  prefix?: string | undefined
  /**
   * The header is a list of labelled values, such as `t=1,v1=a,v1=b`: the labels of the signatures and, if it is in the
   * list, of the time.
   */
  list?: LabelledList | undefined
  timestampHeader?: string | undefined
  timestampUnit?: TimeUnit
  idHeader?: string | undefined
  /** Template of the signed content: `{body}`, `{timestamp}.{body}`. */
  signs: string
}

/** Signatures with a secret, in a header. */
export function hmac(options: HmacOptions): SignatureScheme {
  const { algorithm = 'sha256', encoding, list, signs, timestampHeader, timestampUnit = 'seconds' } = options
  const template = parseTemplate(signs)
  const headerNames = [options.header].flat()
  const labelledIn = list === undefined ? undefined : readLabelled(list)
  const usesUrl = template.uses('url')
  const hasTime = (timestampHeader ?? list?.timestamp) !== undefined

  function valuesIn(headers: Headers): string[] | NoSignaturesCause {
    const texts: string[] = []
    for (const name of headerNames) {
      const header = headerText(headers, name)
      if (header.kind === 'unusable') return 'malformed_signature'
      if (header.kind === 'text') texts.push(header.text)
    }
    return texts.length === 0 ? 'missing_signature' : texts
  }

  return {
    signaturesIn(head) {
      const values = valuesIn(head.headers)
      if (typeof values === 'string') return values
      const labelled = labelledIn?.(values)
      const candidates = labelled?.signatures ?? withoutPrefix(values, options.prefix ?? '')
      const received = candidates.filter((value) => isEncodedHash(value, encoding, algorithm))
      if (received.length === 0) return 'malformed_signature'

      const timestamp = labelled?.timestamp ?? textOf(head, timestampHeader)
      const id = textOf(head, options.idHeader)
      if (typeof timestamp !== 'string') return timestamp.missing
      if (typeof id !== 'string') return id.missing
      const signedAt = hasTime ? unixSecondsOf(timestamp, timestampUnit) : undefined
      if (hasTime && signedAt === undefined) return 'malformed_signature'
      if (options.idHeader !== undefined && !ID.test(id)) return 'malformed_signature'

      const url = usesUrl ? publicUrlOf(head) : ''
      const parts = { timestamp, id, url, method: head.method }
      return signedContent({
        signedAt,
        before: template.before(parts),
        after: template.after(parts),
        hmacs: { algorithm, encoding, values: received },
      })
    },
  }
}

function withoutPrefix(values: readonly string[], prefix: string): string[] {
  return values.filter((value) => value.startsWith(prefix)).map((value) => value.slice(prefix.length))
}

/** The text of a header that is signed; empty if the scheme has none. */
function textOf({ headers }: RequestHead, name: string | undefined): string | { missing: NoSignaturesCause } {
  if (name === undefined) return ''
  const header = headerText(headers, name)
  if (header.kind === 'text') return header.text
  return { missing: header.kind === 'absent' ? 'missing_signature' : 'malformed_signature' }
}
