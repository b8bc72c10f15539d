import type { RequestCause, Source } from '@posthorn/contracts'
import type { ProviderSample } from '@posthorn/webhook/testing'
import { type Message, messageTo } from './sample-source.ts'

/** A message with one fault, and the cause for which it is rejected. */
export interface BrokenMessage {
  fault: string
  message: Message
  cause: RequestCause
}

/** Beyond the tolerance of a source, also after some time on a busy machine. */
const BEYOND_TOLERANCE_SECONDS = 900

/** Faults of which the cause is not the usual one, by provider. */
const OTHER_CAUSES: Partial<Record<string, Record<string, RequestCause>>> = {
  // Whatever is not a form is signed through its hash in the URL.
  twilio: { 'without content-type': 'malformed_header', 'with another content-type': 'malformed_header' },
}

/** The message of a sample with each of its parts broken, one at a time. */
export async function brokenMessages(source: Source, sample: ProviderSample): Promise<BrokenMessage[]> {
  const genuine = await messageTo(source, sample)
  const usual = [
    ...brokenHeaders(sample, genuine),
    ...brokenBody(sample, genuine),
    ...brokenUrl(sample, genuine),
    ...(await brokenTime(source, sample)),
  ]
  const causes = OTHER_CAUSES[sample.provider] ?? {}
  return usual.map(({ fault, cause, message }) => ({ fault, message, cause: causes[fault] ?? cause }))
}

function brokenHeaders({ needs }: ProviderSample, genuine: Message): BrokenMessage[] {
  return needs.flatMap((name): BrokenMessage[] => {
    const { [name]: value = '', ...others } = genuine.headers
    return [
      { fault: `without ${name}`, cause: 'missing_header', message: { ...genuine, headers: others } },
      {
        fault: `with another ${name}`,
        cause: 'signature_mismatch',
        message: { ...genuine, headers: { ...others, [name]: changed(value) } },
      },
    ]
  })
}

function brokenBody({ covers, signedField }: ProviderSample, genuine: Message): BrokenMessage[] {
  const text = Buffer.from(genuine.body).toString()
  const body = covers === 'body' ? `${text} ` : signedField && text.replaceAll(...signedField)
  if (body === undefined) return []
  return [{ fault: 'with another body', cause: 'signature_mismatch', message: { ...genuine, body } }]
}

function brokenUrl({ signsUrl }: ProviderSample, genuine: Message): BrokenMessage[] {
  if (signsUrl !== true) return []
  const url = `${genuine.url}${genuine.url.includes('?') ? '&' : '?'}another=1`
  return [{ fault: 'to another URL', cause: 'signature_mismatch', message: { ...genuine, url } }]
}

async function brokenTime(source: Source, sample: ProviderSample): Promise<BrokenMessage[]> {
  if (!sample.signsTime) return []
  const now = Math.floor(Date.now() / 1000)
  const old = now - BEYOND_TOLERANCE_SECONDS - (sample.retrySeconds ?? 0)
  return [
    { fault: 'of an old time', cause: 'timestamp_too_old', message: await messageTo(source, sample, old) },
    {
      fault: 'of a future time',
      cause: 'timestamp_too_new',
      message: await messageTo(source, sample, now + BEYOND_TOLERANCE_SECONDS),
    },
  ]
}

/** The same text but for one character, of the same kind: of a time or a URL a late one, of a signature one within. */
function changed(value: string): string {
  const at = /^\d|^https:/.test(value) ? value.search(/\d\D*$/) : Math.max(0, value.length - 4)
  return value.slice(0, at) + another(value[at] ?? '') + value.slice(at + 1)
}

function another(character: string): string {
  if (/\d/.test(character)) return String((Number(character) + 1) % 10)
  return character === 'a' ? 'b' : 'a'
}
