import { createHmac } from 'node:crypto'
import type { SignedParts, UnsignedRequest, VerificationKey } from '../provider.ts'
import type { ContentTemplate } from './content-template.ts'
import type { HmacOptions } from './hmac-options.ts'
import { publicUrlOf } from './public-url.ts'
import { signedTimeText } from './signed-time.ts'

/** The headers with an HMAC, as {@link HmacOptions} describe them; of several header names, the first. */
export function signWithHmac(
  options: HmacOptions,
  template: ContentTemplate,
  request: UnsignedRequest,
  key: VerificationKey,
): SignedParts | undefined {
  if (key.kind !== 'hmac') return undefined
  const { algorithm = 'sha256', encoding, list, prefix = '', timestampHeader, idHeader } = options
  const [header = ''] = [options.header].flat()
  const hasTime = (timestampHeader ?? list?.timestamp) !== undefined
  const timestamp = hasTime ? signedTimeText(request.now, options.timestampUnit ?? 'seconds') : ''
  const id = idHeader === undefined ? '' : (request.headers[idHeader] ?? request.id)
  const url = template.uses('url') ? publicUrlOf(request) : ''
  const parts = { timestamp, id, url, method: request.method }
  const signature = createHmac(algorithm, key.keyObject)
    .update(template.before(parts))
    .update(request.body)
    .update(template.after(parts))
    .digest(encoding)
  const labelled = [
    ...(list?.timestamp === undefined ? [] : [`${list.timestamp}=${timestamp}`]),
    ...(list === undefined ? [] : [`${list.signature}=${signature}`]),
  ]
  return {
    headers: {
      [header]: list === undefined ? prefix + signature : labelled.join(list.separator),
      ...(timestampHeader !== undefined && { [timestampHeader]: timestamp }),
      ...(idHeader !== undefined && { [idHeader]: id }),
    },
  }
}
