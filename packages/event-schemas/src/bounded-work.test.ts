import { describe, expect, it, vi } from 'vitest'
import { compileSchema, type DataCheck } from './compile-schema.ts'
import { FORMAT_NAMES } from './formats.ts'

vi.setConfig({ testTimeout: 60_000 })

const MIB = 1024 * 1024
/** Leaves room for a machine at full load: a bounded check takes 50 ms, an unbounded one takes minutes. */
const MS_MAX = 2_000
const TOO_MUCH = [{ path: 'data', message: 'cannot be checked: the schema of its type needs too many steps' }]

function timed(schema: Record<string, unknown>, data: unknown) {
  const check = compileSchema(schema)
  check(data) // the first check compiles
  return timedCheck(check, data)
}

function timedCheck(check: DataCheck, data: unknown) {
  const { user, system } = process.cpuUsage()
  const issues = check(data)
  const used = process.cpuUsage({ user, system })
  return { issues, ms: (used.user + used.system) / 1000 }
}

describe('patterns', () => {
  it.each([
    ['^(a+)+$', 'a'.repeat(MIB)],
    ['(x+x+)+y', 'x'.repeat(MIB)],
    ['^(a|b|ab)*c$', 'ab'.repeat(MIB / 2)],
    ['a*b', 'a'.repeat(MIB)],
    ['(?:a{1,30}){1,20}$', `${'a'.repeat(MIB)}!`],
    ['\\s+$', `${' '.repeat(MIB)}x`],
  ])('%s on a mebibyte takes bounded time', (pattern, text) => {
    expect(timed({ pattern }, text).ms).toBeLessThan(MS_MAX)
    expect(timed({ patternProperties: { [pattern]: true } }, { [text]: 1 }).ms).toBeLessThan(MS_MAX)
  })

  it.each([
    ['^cus_[A-Za-z0-9]{4,}$', 'cus_a1B2', 'cus_a'],
    ['^[A-Z]{2}\\d{4}$', 'AB1234', 'A1234'],
    ['^(eu|us)-(east|west)-\\d+$', 'eu-west-1', 'eu-north-1'],
    ['^\\u00e4+$', 'ää', 'a'],
    ['^[^@\\s]+@[^@\\s]+$', 'a@b', 'a@'],
    ['\\p{Lu}', 'aÄ', 'aä'],
    ['^(\\s|x)+$', 'x\u00a0\ufeff', 'xy'],
    ['^(a|b)[^\\s,]$', 'a-', 'a\u00a0'],
    ['^(?:.|x)$', 'é', '\u2028'],
    ['^(?:\\S)$', 'é', '\u2003'],
    ['^(?:[\\s\\S])$', '\u2003', ''],
    ['^(?:[\\S])$', '\u200b', '\u3000'],
    ['^(?<year>\\d{4})-\\d\\d$', '2026-01', '26-01'],
  ])('%s matches the right text only', (pattern, fitting, other) => {
    const check = compileSchema({ pattern })
    expect([check(fitting).length, check(other).length]).toEqual([0, 1])
  })

  it('without groups test a mebibyte of text', () => {
    const check = compileSchema({ pattern: '^[A-Za-z0-9+/=]*$' })
    expect(check('QUJD'.repeat(MIB / 4))).toEqual([])
  })

  it.each(['(?:a{1,50}){1,30}', '(?=a)b', '(?<!a)b', '(a)\\1', '(?<n>a)\\k<n>'])(
    'such as %s are rejected',
    (pattern) => {
      const message =
        'must not use lookahead, lookbehind, back references or other features that RE2 does not support, nor repeat more than 1,000 times'
      expect(() => compileSchema({ pattern })).toThrow(`schema.pattern: ${message}`)
    },
  )
})

describe('formats', () => {
  it.each(FORMAT_NAMES)(
    '%s takes bounded time on any text',
    (format) => {
      const check = compileSchema({ format })
      const texts = [
        'a',
        '1',
        '-',
        '.',
        'a.',
        'a-',
        '/',
        ':',
        '1:',
        '%20',
        '{a',
        '~0',
        '@',
        ' ',
        'http://a',
        '(',
        'P1',
      ]
      for (const unit of texts) {
        const text = unit.repeat(MIB / 4 / unit.length)
        for (const each of [text, `${text}!`, `http://${text}\\`, `a@${text}!`])
          expect(timedCheck(check, each).ms).toBeLessThan(MS_MAX)
      }
    },
    60_000,
  )

  it.each(['date', 'date-time', 'duration', 'hostname', 'ipv4', 'ipv6', 'time', 'uuid'])(
    '%s rejects text of more than 256 characters at once',
    (format) => {
      const { issues, ms } = timed({ items: { format } }, Array(200).fill('t'.repeat(MIB)))
      expect(issues).toHaveLength(20)
      expect(ms).toBeLessThan(200)
    },
  )

  it.each(['url', 'byte', 'int32', 'iso-date-time', 'password', 'float'])(
    '%s is not a format of 2020-12 and is ignored',
    (format) => {
      expect(compileSchema({ format })(`http://${'a'.repeat(100)}${'%'.repeat(100)}`)).toEqual([])
    },
  )
})

/** Wraps a value in nested lists. */
function nested(levels: number, innermost: unknown): unknown {
  let data = innermost
  for (let level = 0; level < levels; level += 1) data = [data]
  return data
}

describe('a check of a mebibyte', () => {
  const numbers = Array.from({ length: 150_000 }, (_none, index) => index)
  it.each<[name: string, schema: Record<string, unknown>, data: unknown]>([
    [
      'references that double',
      {
        $ref: '#/$defs/a0',
        $defs: Object.fromEntries(
          Array.from({ length: 40 }, (_none, n) => [
            `a${n}`,
            n === 39
              ? { const: 0 }
              : { anyOf: [{ $ref: `#/$defs/a${n + 1}` }, { $ref: `#/$defs/a${n + 1}` }] },
          ]),
        ),
      },
      1,
    ],
    [
      'references that double, under an unknown keyword',
      {
        $ref: '#/x/a0',
        x: Object.fromEntries(
          Array.from({ length: 40 }, (_none, n) => [
            `a${n}`,
            n === 39 ? { const: 0 } : { anyOf: [{ $ref: `#/x/a${n + 1}` }, { $ref: `#/x/a${n + 1}` }] },
          ]),
        ),
      },
      1,
    ],
    [
      'a choice for each item',
      { items: { anyOf: [...numbers.slice(1, 1_000), 0].map((n) => ({ const: n })) } },
      numbers.map(() => 0),
    ],
    [
      'a long choice for each item',
      { items: { enum: [...numbers.slice(1, 10_000), 0] } },
      numbers.map(() => 0),
    ],
    [
      'unique items at each depth',
      { $ref: '#/$defs/a', $defs: { a: { uniqueItems: true, items: { $ref: '#/$defs/a' } } } },
      nested(90, numbers.slice(0, 50_000)),
    ],
    [
      'a mebibyte of text in unique items at each depth',
      { $ref: '#/$defs/a', $defs: { a: { uniqueItems: true, items: { $ref: '#/$defs/a' } } } },
      nested(90, 'x'.repeat(MIB)),
    ],
    [
      'a repeated count of many members',
      { allOf: Array.from({ length: 1_000 }, () => ({ minProperties: 1 })) },
      Object.fromEntries(numbers.slice(0, 50_000).map((n) => [`name-${n}`, n])),
    ],
    [
      'a repeated format test of long text',
      { allOf: Array.from({ length: 1_000 }, () => ({ format: 'uri-template' })) },
      'a'.repeat(MIB),
    ],
  ])('ends early and reports it: %s', (_name, schema, data) => {
    const { issues, ms } = timed(schema, data)
    expect(ms).toBeLessThan(MS_MAX)
    expect(issues).toEqual(TOO_MUCH)
  })

  it.each([
    ['the longest exponents', '1e1000000,'],
    ['very many digits', `${'123456789'.repeat(7000)},`],
    ['digits that no double holds', '12345678901234567890,'],
  ])('divides numbers with %s in bounded time', (_name, number) => {
    const text = `[${number.repeat(MIB / number.length)}1]`
    const check = compileSchema({ items: { multipleOf: 7 } })
    const { user, system } = process.cpuUsage()
    expect(check(JSON.parse(text), text)).not.toEqual([])
    const used = process.cpuUsage({ user, system })
    expect((used.user + used.system) / 1000).toBeLessThan(MS_MAX)
  })

  it('with a typical schema finishes', () => {
    const line = { id: 12345, sku: 'ABC-1', price: 19.99, tags: ['a', 'b'] }
    const lines = Array.from({ length: Math.floor(MIB / JSON.stringify(line).length) }, (_none, id) => ({
      ...line,
      id,
    }))
    const schema = {
      type: 'object',
      properties: {
        lines: {
          uniqueItems: true,
          items: {
            type: 'object',
            required: ['id', 'sku'],
            additionalProperties: false,
            properties: {
              id: { type: 'integer', minimum: 0 },
              sku: { type: 'string', pattern: '^[A-Z]+-\\d$' },
              price: { type: 'number', multipleOf: 0.01 },
              tags: { type: 'array', items: { type: 'string' } },
            },
          },
        },
      },
    }
    expect(timed(schema, { lines }).issues).toEqual([])
  })
})
