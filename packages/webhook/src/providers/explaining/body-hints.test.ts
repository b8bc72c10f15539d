import { describe, expect, it } from 'vitest'
import { codesOf, githubHeaders, hintsOf } from '../../testing/find-hints.ts'
import { SAMPLE_SECONDS } from '../../testing/samples/provider-sample.ts'
import { providerOf } from '../catalogue.ts'
import { findHints, TRIED_BYTES_MAX } from './find-hints.ts'

const now = new Date(SAMPLE_SECONDS * 1000)
const VALUE = { text: 'Größe </a> & "\\"', list: [1, [], {}], link: 'https://example.com/a', n: null }
const SENT = JSON.stringify(VALUE)
const ASCII = SENT.replaceAll('ö', '\\u00f6').replaceAll('ß', '\\u00df')

describe('the mistake of a body', () => {
  it.each<[name: string, signed: string, received: string, words: string]>([
    ['written indented', SENT, JSON.stringify(VALUE, null, 2), 'without white space'],
    ['written compact', JSON.stringify(VALUE, null, 2), SENT, 'indented by 2 spaces'],
    ['of 4 spaces', JSON.stringify(VALUE, null, 4), SENT, 'indented by 4 spaces'],
    ['of tabs', JSON.stringify(VALUE, null, '\t'), SENT, 'indented by tabs'],
    [
      'with spaces',
      '{"a": [1, 2], "b": {}}',
      '{"a":[1,2],"b":{}}',
      'with a space after each comma and colon',
    ],
    ['with escapes', ASCII, SENT, 'without white space, with other than ASCII characters as \\uXXXX'],
    ['without escapes', SENT, ASCII, 'without white space'],
    ['with slashes', SENT.replaceAll('/', '\\/'), SENT, 'without white space, with slashes as \\/'],
    [
      'with slashes and escapes',
      ASCII.replaceAll('/', '\\/'),
      SENT,
      'without white space, with slashes as \\/ and other than ASCII characters as \\uXXXX',
    ],
    [
      'with HTML escaped',
      SENT.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026'),
      SENT,
      'without white space, with <, > and & as \\uXXXX',
    ],
    [
      'with long numbers',
      '{"a":1.0,"b":12345678901234567890}',
      '{ "a": 1.0, "b": 12345678901234567890 }',
      'without white space',
    ],
  ])('%s is found', async (_name, signed, received, words) => {
    expect(await hintsOf({ provider: 'github', headers: githubHeaders(signed), body: received })).toEqual([
      {
        code: 'body_rewritten',
        message: `The signature matches the same JSON ${words}: something has parsed and rewritten the body. Pass the bytes of the body on unchanged.`,
        confirmed: true,
      },
    ])
  })

  it.each<[name: string, code: string, signed: string | Buffer, received: string | Buffer]>([
    ['a line break added', 'body_line_breaks', SENT, `${SENT}\n`],
    ['a line break removed', 'body_line_breaks', `${SENT}\n`, SENT],
    ['a CRLF removed', 'body_line_breaks', `${SENT}\r\n`, SENT],
    ['LF for CRLF', 'body_line_breaks', 'a\r\nb', 'a\nb'],
    ['CRLF for LF', 'body_line_breaks', 'a\nb', 'a\r\nb'],
    ['a byte order mark added', 'body_byte_order_mark', SENT, `\ufeff${SENT}`],
    ['a byte order mark removed', 'body_byte_order_mark', `\ufeff${SENT}`, SENT],
    ['UTF-8 read as Latin-1', 'body_encoding', 'größe', Buffer.from(Buffer.from('größe').toString('latin1'))],
    ['UTF-8 written as Latin-1', 'body_encoding', 'größe', Buffer.from('größe', 'latin1')],
  ])('is found: %s', async (_name, code, signed, body) => {
    expect(codesOf(await hintsOf({ provider: 'github', headers: githubHeaders(signed), body }))).toEqual([
      [code, true],
    ])
  })

  it('is found in a form whose spaces were rewritten', async () => {
    const headers = { ...githubHeaders('a=b+c'), 'content-type': 'application/x-www-form-urlencoded' }
    expect(codesOf(await hintsOf({ provider: 'github', headers, body: 'a=b%20c' }))).toEqual([
      ['body_rewritten', true],
    ])
  })

  it.each(['another body', '{"a":2}', '', '{"a":', '"', '{"a":"\\'])(
    'is not found when the body is another: %j',
    async (body) => {
      expect(await hintsOf({ provider: 'github', headers: githubHeaders('{"a":1}'), body })).toEqual([])
    },
  )

  it.each([
    ['nested deeply', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
    ['of many elements, nested 100 levels', `${'['.repeat(99)}${'1,'.repeat(30_000)}1${']'.repeat(99)}`],
    ['of one long string', JSON.stringify('é/'.repeat(16_000))],
    ['of many strings', JSON.stringify(Array.from({ length: 12_000 }, () => 'é'))],
  ])('takes bounded work to be looked for in JSON %s', async (_name, body) => {
    let longestMs = 0
    let last = performance.now()
    const pause = async () => {
      longestMs = Math.max(longestMs, performance.now() - last)
      last = performance.now()
    }
    const keys = providerOf('github').keysOf(Array.from({ length: 10 }, (_, index) => `secret-${index}`))
    const request = {
      headers: githubHeaders('other'),
      method: 'POST',
      url: '',
      config: {},
      body: Buffer.from(body),
      keys,
      now,
    }
    const cause = 'signature_mismatch'
    expect(await findHints({ provider: 'github', cause, request, otherSources: [], pause })).toEqual([])
    // A slice takes a few milliseconds; the bound is that of the event loop with room for a busy machine.
    expect(longestMs).toBeLessThan(500)
  })

  it('is not looked for in a body of more than 64 KiB', async () => {
    const text = 'x'.repeat(TRIED_BYTES_MAX)
    const sent = { provider: 'github', headers: githubHeaders(text) } as const
    expect(await hintsOf({ ...sent, body: `${text}\n` })).toEqual([])
    const smaller = text.slice(1)
    expect(
      codesOf(await hintsOf({ provider: 'github', headers: githubHeaders(smaller), body: `${smaller}\n` })),
    ).toEqual([['body_line_breaks', true]])
  })
})

it('tries a body of line breaks without blocking the process', async () => {
  const body = `${'\n'.repeat(TRIED_BYTES_MAX - 1)}x`
  const before = process.cpuUsage()
  await hintsOf({ provider: 'github', headers: githubHeaders('other'), body })
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(2)
})
