import type { Headers } from '../provider.ts'
import type { Trial, TriedRequest } from './trial.ts'

const SIGNATURE_NAME = /sign|hmac|hash|token|auth/
/** The names that are examined. A request has one or two. */
const NAMES_MAX = 4
const LABELS = ['', 'sha256=', 'sha1=', 'v0=', 'v1,', 'v1=']
const LABEL = /^(?:sha\d+=|v\d+a?[=,])/i
const HEX = /^(?:[0-9a-f]{2}){20,64}$/i
const BASE64 = /^[A-Za-z0-9+/_-]{27,88}={0,2}$/

/** The headers that the sender may have sent, if something has renamed or rewritten them. */
export function* headerTrials({ headers }: TriedRequest): Generator<Trial> {
  const renamed = withPlainNames(headers)
  if (renamed !== undefined) {
    const message =
      'The signature matches once the names of the headers have dashes, and no "HTTP_" before them: pass the headers on unchanged.'
    yield { hint: { code: 'header_names', message }, change: { headers: renamed } }
  }
  const names = Object.keys(headers).filter((name) => SIGNATURE_NAME.test(name))
  for (const name of names.slice(0, NAMES_MAX)) {
    const message = `The signature matches once the header ${name} is in the encoding of the provider (hex or base64, capitals, label): pass it on unchanged, and check the provider and the config of the source.`
    for (const text of rewritings(String(headers[name]))) {
      const hint = { code: 'signature_encoding', message } as const
      yield { hint, change: { headers: { ...headers, [name]: text } } }
    }
  }
}

/** `http_x_hub_signature` as `x-hub-signature`; undefined if no header has such a name. */
function withPlainNames(headers: Headers): Headers | undefined {
  const renamed = Object.entries(headers).flatMap(([name, value]) => {
    const plain = name.replaceAll('_', '-').replace(/^http-/, '')
    return plain === name || headers[plain] !== undefined ? [] : [[plain, value] as const]
  })
  return renamed.length === 0 ? undefined : { ...headers, ...Object.fromEntries(renamed) }
}

/** A signature in lower case, in each encoding, with each label. */
function* rewritings(text: string): Generator<string> {
  const plain = text.trim().replaceAll(/^"|"$/g, '')
  if (plain !== text) yield plain
  yield plain.toLowerCase()
  const value = plain.replace(LABEL, '')
  const label = plain.slice(0, plain.length - value.length)
  for (const encoded of encodings(value)) {
    for (const each of new Set([label, ...LABELS])) yield each + encoded
  }
}

function encodings(value: string): Set<string> {
  const isHex = HEX.test(value)
  if (!isHex && !BASE64.test(value)) return new Set()
  const bytes = Buffer.from(value, isHex ? 'hex' : 'base64')
  return new Set([bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')])
}
