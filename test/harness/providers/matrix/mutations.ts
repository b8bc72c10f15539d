import { below, pick } from '@posthorn/webhook/testing'
import type { Message } from './sample-source.ts'

/** Node refuses headers of more than 16 KiB in all with 431. */
const HEADER_BYTES = 15_000

type Mutate<Value> = (value: Value, random: () => number) => Value

const TEXTS: readonly Mutate<string>[] = [
  (text, random) => text.slice(0, below(random, text.length)),
  (text) => text + text,
  (text) => `${text}, ${text}`,
  (text, random) => {
    const at = below(random, text.length)
    return text.slice(at) + text.slice(0, at)
  },
  (text, random) =>
    text.replace(text.charAt(below(random, text.length)), pick(random, ['ä', '\u00ff', ',', '=', '"', ';'])),
  (text) => text.padEnd(HEADER_BYTES, text || 'a'),
  () => ','.repeat(HEADER_BYTES),
]

const BODIES: readonly Mutate<Buffer>[] = [
  (body, random) => body.subarray(0, below(random, body.length)),
  (body) => Buffer.concat([body, body]),
  (body, random) => {
    const at = below(random, body.length)
    return Buffer.concat([body.subarray(at), body.subarray(0, at)])
  },
  (body, random) => {
    const copy = Buffer.from(body)
    if (copy.length > 0) copy[below(random, copy.length)] = 128 + below(random, 128)
    return copy
  },
  (body) => Buffer.concat([Buffer.from('\ufeff'), body]),
  () => Buffer.alloc(0),
]

/** A message that is not genuine: with one header changed, two swapped, or another body. */
export function mutated(genuine: Message, names: readonly string[], random: () => number): Message {
  const message = mutatedOnce(genuine, names, random)
  return isGenuine(message, genuine) ? mutated(genuine, names, random) : message
}

function mutatedOnce(genuine: Message, names: readonly string[], random: () => number): Message {
  const { headers, body } = genuine
  const kind = names.length === 0 ? 'body' : pick(random, ['header', 'header', 'swap', 'body'] as const)
  switch (kind) {
    case 'header': {
      const name = pick(random, names)
      const value = pick(random, TEXTS)(headers[name] ?? '', random)
      return { ...genuine, headers: { ...headers, [name]: value.slice(0, HEADER_BYTES) } }
    }
    case 'swap': {
      const [one, other] = [pick(random, names), pick(random, Object.keys(headers))]
      const swapped = { [one]: headers[other] ?? '', [other]: headers[one] ?? '' }
      return { ...genuine, headers: { ...headers, ...swapped } }
    }
    case 'body':
      return { ...genuine, body: pick(random, BODIES)(Buffer.from(body), random) }
  }
}

/** Whether the body and all of each header are still there: verification skips further items of a list. */
function isGenuine(one: Message, other: Message): boolean {
  const names = Object.keys(other.headers)
  const hasHeaders = names.every((name) => one.headers[name]?.includes(other.headers[name] ?? ''))
  return hasHeaders && Buffer.from(one.body).equals(Buffer.from(other.body))
}
