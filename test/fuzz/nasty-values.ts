import * as fc from 'fast-check'

/** Text that often breaks programs: in PostgreSQL, JSON, URLs, headers and JavaScript objects. */
const NASTY_TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'x\udc00y',
  '\u202e',
  '\ufeff',
  'ä€😀',
  '__proto__',
  'constructor',
  'toString',
  'posthorn.endpoint.disabled',
  '*',
  '.*',
  '..',
  '../..',
  '%00',
  '%',
  "'; DROP TABLE events; --",
  '${1+1}',
  '0x10',
  '1e2',
  '-0',
  '1e400',
  'NaN',
  'null',
  'true',
  '2026-02-30T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999+14:00',
  '+275760-09-13T00:00:00Z',
  'evt_7zzzzzzzzzzzzzzzzzzzzzzzzz',
  'ep_00000000000000000000000000',
  'http://169.254.169.254/latest/meta-data',
  'javascript:alert(1)',
  'https://user:password@example.com/',
  'https://[::1]:0/',
  'whsec_',
  'a'.repeat(257),
  'é'.repeat(3000),
]

const NASTY_NUMBERS = [0, -1, 0.5, -0, 2 ** 31, 2 ** 53, 1e21, 1.7976931348623157e308, 5e-324]

/** A name that no schema has, or that every object seems to have. */
export const nastyKeys = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  'unknown',
  '',
  '$gt',
  '\0',
  '\ud800',
)

export const nastyTexts = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NASTY_TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
)

/** Any JSON value, problematic ones more often. */
export const nastyValues: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: nastyTexts },
  { weight: 2, arbitrary: fc.constantFrom(...NASTY_NUMBERS) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}) },
  { weight: 1, arbitrary: fc.nat({ max: 200 }).map(nested) },
  { weight: 1, arbitrary: fc.array(nastyTexts, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.tuple(nastyKeys, nastyTexts).map((entry) => Object.fromEntries([entry])) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
)

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value }
  return value
}
