import type { Headers, RequestHead, SignatureScheme, Unverified } from '../provider.ts'
import { headerText } from '../reading/header-text.ts'
import { malformedHeader, missingHeader, unknownVersion } from '../unverified.ts'
import { parseTemplate } from './content-template.ts'
import { isEncodedHash } from './encodings.ts'
import type { HmacOptions } from './hmac-options.ts'
import { itemsOf, readLabelled } from './labelled-values.ts'
import { publicUrlOf } from './public-url.ts'
import { signWithHmac } from './sign-with-hmac.ts'
import { signedContent } from './signed-content.ts'
import { unixSecondsOf } from './signed-time.ts'
import { hasOtherVersionsOnly } from './versions.ts'

const ID = /^[!-~]{1,256}$/

/** Signatures with a secret, in a header. */
export function hmac(options: HmacOptions): SignatureScheme {
  const { algorithm = 'sha256', encoding, list, signs, timestampHeader, timestampUnit = 'seconds' } = options
  const template = parseTemplate(signs)
  const headerNames = [options.header].flat()
  const [firstHeader = ''] = headerNames
  const label = list?.signature ?? options.prefix?.replace(/=$/, '') ?? ''
  const labelledIn = list === undefined ? undefined : readLabelled(list)
  const usesUrl = template.uses('url')
  const hasTime = (timestampHeader ?? list?.timestamp) !== undefined

  function valuesIn(headers: Headers): string[] | Unverified {
    const texts: string[] = []
    for (const name of headerNames) {
      const header = headerText(headers, name)
      if (header.kind === 'unusable') return malformedHeader(name)
      if (header.kind === 'text') texts.push(header.text)
    }
    return texts.length === 0 ? missingHeader(firstHeader) : texts
  }

  function withoutSignature(values: readonly string[]): Unverified {
    const items = list === undefined ? values : itemsOf(values, list)
    return hasOtherVersionsOnly(items, { known: [label], separator: '=' })
      ? unknownVersion(`the header ${firstHeader}`, label)
      : malformedHeader(firstHeader)
  }

  return {
    signaturesIn(head) {
      const values = valuesIn(head.headers)
      if ('verified' in values) return values
      const labelled = labelledIn?.(values)
      const candidates = labelled?.signatures ?? withoutPrefix(values, options.prefix ?? '')
      const received = candidates.filter((value) => isEncodedHash(value, encoding, algorithm))
      if (received.length === 0) return withoutSignature(values)

      const timestamp = labelled?.timestamp ?? textOf(head, timestampHeader)
      const id = textOf(head, options.idHeader)
      if (typeof timestamp !== 'string') return timestamp
      if (typeof id !== 'string') return id
      const signedAt = hasTime ? unixSecondsOf(timestamp, timestampUnit) : undefined
      if (hasTime && signedAt === undefined) return malformedHeader(timestampHeader ?? firstHeader)
      if (options.idHeader !== undefined && !ID.test(id)) return malformedHeader(options.idHeader)

      const url = usesUrl ? publicUrlOf(head) : ''
      const parts = { timestamp, id, url, method: head.method }
      return signedContent({
        signedAt,
        before: template.before(parts),
        after: template.after(parts),
        hmacs: { algorithm, encoding, values: received },
      })
    },
    sign: (request, key) => signWithHmac(options, template, request, key),
  }
}

function withoutPrefix(values: readonly string[], prefix: string): string[] {
  return values.filter((value) => value.startsWith(prefix)).map((value) => value.slice(prefix.length))
}

/** The text of a header that is signed; empty if the scheme has none. */
function textOf({ headers }: RequestHead, name: string | undefined): string | Unverified {
  if (name === undefined) return ''
  const header = headerText(headers, name)
  if (header.kind === 'text') return header.text
  return header.kind === 'absent' ? missingHeader(name) : malformedHeader(name)
}
