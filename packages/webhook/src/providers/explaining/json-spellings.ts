import { InvalidJsonError, parseJsonText } from '../../json/json-text.ts'

/** White space between the tokens of a JSON text. */
interface Spacing {
  words: string
  /** After a comma and a colon, on one line; undefined for indented text. */
  after?: readonly [comma: string, colon: string]
  indent?: string
}

/** How the strings of a JSON text are escaped. */
interface Escaping {
  words: string
  escape: (text: string) => string
}

const SPACINGS: readonly Spacing[] = [
  { words: 'without white space', after: ['', ''] },
  { words: 'with a space after each comma and colon', after: [' ', ' '] },
  { words: 'indented by 2 spaces', indent: '  ' },
  { words: 'indented by 4 spaces', indent: '    ' },
  { words: 'indented by tabs', indent: '\t' },
]

const unicode = (text: string) =>
  text.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
const slashes = (text: string) => text.replaceAll('/', '\\/')

const ESCAPINGS: readonly Escaping[] = [
  { words: '', escape: (text) => text },
  { words: ', with other than ASCII characters as \\uXXXX', escape: unicode },
  { words: ', with slashes as \\/', escape: slashes },
  {
    words: ', with slashes as \\/ and other than ASCII characters as \\uXXXX',
    escape: (text) => slashes(unicode(text)),
  },
  {
    words: ', with <, > and & as \\uXXXX',
    escape: (text) => text.replaceAll(/[<>&\u2028\u2029]/g, unicodeOf),
  },
]

/** A string, a sign, or a number or word; white space is in between. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g

/** Indented text of deeply nested JSON takes many times the memory: a longer spelling is left out. */
const LENGTH_MAX = 256 * 1024

/**
 * A JSON text as the usual libraries write it: each spacing with each way of escaping. Names keep their order, and numbers
 * their digits.
 *
 * @returns nothing when the text is not JSON.
 */
export function* jsonSpellings(text: string): Generator<{ text: string; words: string }> {
  if (!isJson(text)) return
  const tokens = (text.match(TOKEN) ?? []).map((token) => (token.startsWith('"') ? minimal(token) : token))
  for (const { words: escapingWords, escape } of ESCAPINGS) {
    const escaped = tokens.map((token) => (token.startsWith('"') ? escape(token) : token))
    for (const spacing of SPACINGS) {
      const spelled = spaced(escaped, spacing)
      if (spelled !== undefined) yield { text: spelled, words: spacing.words + escapingWords }
    }
  }
}

function unicodeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function isJson(text: string): boolean {
  try {
    parseJsonText(Buffer.from(text))
    return true
  } catch (error) {
    if (error instanceof InvalidJsonError) return false
    throw error
  }
}

/** A string with only the escapes that JSON needs. */
function minimal(token: string): string {
  return JSON.stringify(JSON.parse(token))
}

function spaced(tokens: readonly string[], { after, indent }: Spacing): string | undefined {
  if (after !== undefined) {
    const [comma, colon] = after
    return tokens.map((token) => (token === ',' ? `,${comma}` : token === ':' ? `:${colon}` : token)).join('')
  }
  return indented(tokens, indent ?? '')
}

/** Each element on a line of its own; empty objects and arrays on one. Undefined when it is too long. */
function indented(tokens: readonly string[], indent: string): string | undefined {
  const lines: string[] = []
  let depth = 0
  let length = 0
  const newLine = () => {
    const text = `\n${indent.repeat(depth)}`
    length += text.length
    return text
  }
  for (const [at, token] of tokens.entries()) {
    if (length > LENGTH_MAX) return undefined
    const isOpening = token === '{' || token === '['
    const isClosing = token === '}' || token === ']'
    const previous = tokens[at - 1]
    if (isClosing) {
      depth--
      if (previous !== '{' && previous !== '[') lines.push(newLine())
    }
    lines.push(token === ':' ? ': ' : token)
    if (isOpening) depth++
    const next = tokens[at + 1]
    if (token === ',' || (isOpening && next !== '}' && next !== ']')) lines.push(newLine())
  }
  return lines.join('')
}
