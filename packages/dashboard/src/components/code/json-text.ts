const INDENT = '  '
/** A string, a structural character, or anything between them: numbers and words. */
const TOKEN = /"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s"{}[\],:]+/gs
const CLOSING: Record<string, string> = { '{': '}', '[': ']' }

/**
 * Breaks JSON into lines without parsing it: every number, escape and duplicate name stays as it was sent. Text that is
 * not JSON is broken at its structural characters, and loses only whitespace outside strings.
 */
export function indentJson(text: string): string {
  const tokens = text.match(TOKEN) ?? []
  const parts: string[] = []
  let depth = 0
  tokens.forEach((token, index) => {
    const next = tokens[index + 1]
    if (token === '{' || token === '[') {
      const isEmpty = next === CLOSING[token]
      if (!isEmpty) depth += 1
      parts.push(token, isEmpty ? '' : lineBreak(depth))
    } else if (token === '}' || token === ']') {
      const previous = tokens[index - 1]
      const isEmpty = previous !== undefined && CLOSING[previous] === token
      if (!isEmpty) depth = Math.max(0, depth - 1)
      parts.push(isEmpty ? token : `${lineBreak(depth)}${token}`)
    } else if (token === ',') {
      parts.push(token, lineBreak(depth))
    } else {
      parts.push(token === ':' ? ': ' : token)
    }
  })
  return parts.join('')
}

/** Whether a text looks like a JSON object or list: cheap, and wrong only for the choice of a view. */
export function looksLikeJson(text: string): boolean {
  const start = text.slice(0, 64).trimStart()[0]
  return start === '{' || start === '['
}

function lineBreak(depth: number): string {
  return `\n${INDENT.repeat(depth)}`
}
