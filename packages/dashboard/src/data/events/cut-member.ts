/**
 * Cuts a member out of a JSON object as text, without parsing it: 10 MB take milliseconds, and every digit stays.
 * @param json an object as the API writes it
 * @returns the member, undefined when there is none; and the object with null in its position
 */
export function cutMember(json: string, name: string): { member: string | undefined; rest: string } {
  const found = findMember(json, name)
  if (found === undefined) return { member: undefined, rest: json }
  const { start, end } = found
  return { member: json.slice(start, end).trim(), rest: `${json.slice(0, start)}null${json.slice(end)}` }
}

function findMember(json: string, name: string): { start: number; end: number } | undefined {
  const quoted = JSON.stringify(name)
  let depth = 0
  let key = ''
  let start: number | undefined
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at]
    if (character === '"') {
      const end = endOfString(json, at)
      if (depth === 1 && start === undefined) key = json.slice(at, end + 1)
      at = end
    } else if (character === '{' || character === '[') {
      depth += 1
    } else if (character === ':' && depth === 1 && start === undefined) {
      if (key === quoted) start = at + 1
    } else if (character === '}' || character === ']' || character === ',') {
      if (depth === 1 && start !== undefined) return { start, end: at }
      if (character !== ',') depth -= 1
    }
  }
  return undefined
}

/** The position of the quotation mark that ends a string; the last position of a text that ends before. */
function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let backslashes = 0
    while (json[end - 1 - backslashes] === '\\') backslashes += 1
    if (backslashes % 2 === 0) return end
  }
  return json.length - 1
}
