import { mediaTypeOf } from '../reading/media-type.ts'
import type { HintCode } from './hint.ts'
import { jsonSpellings } from './json-spellings.ts'
import type { Trial, TriedRequest } from './trial.ts'

const MARK = '\ufeff'
const UNCHANGED = 'Pass the bytes of the body on unchanged.'

/** The bodies that the sender may have signed, if the given one was changed on its way. */
export function* bodyTrials({ body, headers }: TriedRequest): Generator<Trial> {
  const text = body.toString('utf8')
  yield* lineBreaks(text)
  yield* byteOrderMark(text)
  if (mediaTypeOf(headers) === 'application/x-www-form-urlencoded') yield* forms(text)
  for (const spelling of jsonSpellings(text)) {
    const message = `The signature matches the same JSON ${spelling.words}: something has parsed and rewritten the body. ${UNCHANGED}`
    yield trial('body_rewritten', message, spelling.text)
  }
  yield* encodings(body)
}

function* lineBreaks(text: string): Generator<Trial> {
  const variants: [words: string, text: string][] = [
    ['with a line break at its end', `${text}\n`],
    ['with a line break (CRLF) at its end', `${text}\r\n`],
    ['without the line break at its end', withoutLineBreaksAtEnd(text)],
    ['with line breaks of LF', text.replaceAll('\r\n', '\n')],
    ['with line breaks of CRLF', text.replaceAll(/\r?\n/g, '\r\n')],
  ]
  for (const [words, changed] of variants) {
    if (changed === text) continue
    yield trial('body_line_breaks', `The signature matches the body ${words}. ${UNCHANGED}`, changed)
  }
}

/** Not with a pattern: it would try again at each of thousands of line breaks that are not at the end. */
function withoutLineBreaksAtEnd(text: string): string {
  let end = text.length
  while (end > 0 && '\r\n'.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

function* byteOrderMark(text: string): Generator<Trial> {
  const hasMark = text.startsWith(MARK)
  const words = hasMark ? 'without' : 'with'
  const message = `The signature matches the body ${words} a byte order mark. ${UNCHANGED}`
  yield trial('body_byte_order_mark', message, hasMark ? text.slice(1) : MARK + text)
}

function* forms(text: string): Generator<Trial> {
  for (const [words, changed] of [
    ['+', text.replaceAll('%20', '+')],
    ['%20', text.replaceAll('+', '%20')],
  ] as const) {
    if (changed === text) continue
    const message = `The signature matches the same form with spaces as ${words}: something has parsed and rewritten the body. ${UNCHANGED}`
    yield trial('body_rewritten', message, changed)
  }
}

/** A body that was decoded in one character encoding and encoded in the other. */
function* encodings(body: Buffer): Generator<Trial> {
  const message = `The signature matches the body in another character encoding: UTF-8 and Latin-1 were mixed up. ${UNCHANGED}`
  for (const changed of [
    Buffer.from(body.toString('utf8'), 'latin1'),
    Buffer.from(body.toString('latin1'), 'utf8'),
  ]) {
    if (!changed.equals(body)) yield trial('body_encoding', message, changed)
  }
}

function trial(code: HintCode, message: string, body: string | Buffer): Trial {
  return { hint: { code, message }, change: { body: Buffer.from(body) } }
}
