import * as fc from 'fast-check'

/** A body as sent. */
export type Body = Buffer | undefined

const DEEP = 20_000
const HUGE_BYTES = 1024 * 1024 + 1

/** JSON text that no serializer writes, made from text that one wrote. */
const DISTORTIONS: Record<string, (text: string) => Buffer> = {
  'cut off': (text) => Buffer.from(text.slice(0, -1)),
  'with more behind it': (text) => Buffer.from(`${text}x`),
  'with a byte order mark': (text) => Buffer.from(`\ufeff${text}`),
  'in UTF-16': (text) => Buffer.from(text, 'utf16le'),
  'not in UTF-8': (text) => Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xfe])]),
  'with a member twice': (text) => Buffer.from(text.replace(/^\{("(?:[^"\\]|\\.)*"):/, '{$1:null,$1:')),
  'with a member __proto__': (text) => Buffer.from(text.replace(/^\{/, '{"__proto__":{"admin":true},')),
  'with a number beyond all numbers': (text) => Buffer.from(text.replace(/-?\d+/, '1e400')),
  'nested deep': () => Buffer.from(`{"data":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`),
  'too large': () => Buffer.from(`{"type":"${'x'.repeat(HUGE_BYTES)}"}`),
  'of nothing': () => Buffer.alloc(0),
}

/** Bodies with the given values, sometimes distorted. */
export function bodiesOf(values: fc.Arbitrary<unknown>): fc.Arbitrary<Body> {
  const written = values.map((value) => JSON.stringify(value) ?? '')
  return fc.oneof(
    { weight: 12, arbitrary: written.map((text) => Buffer.from(text)) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(written, fc.constantFrom(...Object.values(DISTORTIONS)))
        .map(([text, distort]) => distort(text)),
    },
    { weight: 1, arbitrary: fc.constant(undefined) },
  )
}
