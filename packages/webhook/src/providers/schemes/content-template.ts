/** What providers sign besides the body. */
const PARTS = ['timestamp', 'id', 'url', 'method', 'body'] as const

type Part = (typeof PARTS)[number]

/** Values of the placeholders of a template. */
export type ContentParts = Readonly<Record<Exclude<Part, 'body'>, string>>

/** A template that is not one of {@link parseTemplate}. The message says what is wrong with it. */
export class InvalidTemplateError extends Error {
  override readonly name = 'InvalidTemplateError'
}

/** Which text a provider signs before and after the body. */
export interface ContentTemplate {
  uses(part: Part): boolean
  /** The text before the body. */
  before(parts: ContentParts): string
  /** The text after the body. */
  after(parts: ContentParts): string
}

const PLACEHOLDER = /\{([^{}]*)\}/

/**
 * Parses a template of signed content, such as `{timestamp}.{body}`. The placeholders are `timestamp`, `id`, `url`,
 * `method` and `body`; all other text is literal.
 *
 * @throws {InvalidTemplateError} for an unknown placeholder, and without exactly one `{body}`.
 */
export function parseTemplate(text: string): ContentTemplate {
  // Split by a pattern with a group: literal texts at even positions, names of placeholders at odd ones.
  const pieces = text.split(PLACEHOLDER)
  const names = pieces.filter((_, index) => index % 2 === 1)
  const unknown = names.find((name) => !isPart(name))
  if (unknown !== undefined) {
    throw new InvalidTemplateError(`expected {${PARTS.join('}, {')}} as placeholders, got {${unknown}}`)
  }
  if (names.filter((name) => name === 'body').length !== 1) {
    throw new InvalidTemplateError('expected the placeholder {body} once')
  }
  const bodyAt = pieces.findIndex((piece, index) => index % 2 === 1 && piece === 'body')
  const [head, tail] = [pieces.slice(0, bodyAt), pieces.slice(bodyAt + 1)]
  return {
    uses: (part) => names.includes(part),
    before: (parts) => filledIn(head, parts),
    after: (parts) => filledIn(tail, parts),
  }
}

function isPart(name: string): name is Part {
  return PARTS.some((part) => part === name)
}

/** Literal texts at even positions, names of placeholders at odd ones. */
function filledIn(pieces: readonly string[], parts: ContentParts): string {
  let text = ''
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at] ?? ''
    text += at % 2 === 1 ? valueOf(parts, piece) : piece
  }
  return text
}

function valueOf(parts: ContentParts, name: string): string {
  switch (name) {
    case 'timestamp':
    case 'id':
    case 'url':
    case 'method':
      return parts[name]
    default:
      return ''
  }
}
