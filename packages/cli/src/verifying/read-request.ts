import { UsageError } from '../process/cli-error.ts'

/** A request, as far as it was read. */
export interface RawRequest {
  headers: Record<string, string>
  body: Buffer
  method: string | undefined
}

const REQUEST_LINE = /^([A-Z]+) \S+(?: HTTP\/\d(?:\.\d)?)?$/
const HEADER = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*?)[ \t]*$/
const LINE_FEED = 10
const CARRIAGE_RETURN = 13

/**
 * Reads a request as it is sent: a request line, which may be missing, headers, an empty line, and the body byte for byte.
 * @throws UsageError with the first invalid line
 */
export function readRequest(bytes: Buffer): RawRequest {
  const lines: string[] = []
  let start = 0
  for (;;) {
    const end = bytes.indexOf(LINE_FEED, start)
    const line = bytes.subarray(start, end < 0 ? bytes.length : end)
    start = end < 0 ? bytes.length : end + 1
    const text = (line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line).toString('latin1')
    if (text === '') break
    lines.push(text)
    if (end < 0) break
  }
  const [, method] = REQUEST_LINE.exec(lines[0] ?? '') ?? []
  const headers = headersIn(method === undefined ? lines : lines.slice(1))
  return { method, headers, body: bytes.subarray(start) }
}

/**
 * Reads headers: a line each, or a JSON object.
 * @throws UsageError
 */
export function readHeaders(text: string): Record<string, string> {
  const trimmed = text.trim()
  if (!trimmed.startsWith('{')) return headersIn(trimmed.split(/\r?\n/).filter((line) => line !== ''))
  const entries = Object.entries(parsed(trimmed)).map(([name, value]) => [
    name.toLowerCase(),
    Array.isArray(value) ? value.join(', ') : String(value),
  ])
  return Object.fromEntries(entries)
}

function parsed(text: string): object {
  try {
    return JSON.parse(text) as object
  } catch (error) {
    throw new UsageError(`headers: expected lines "Name: value", or a JSON object`, { cause: error })
  }
}

/** Values of a name that occurs several times are joined, as HTTP allows. */
function headersIn(lines: readonly string[]): Record<string, string> {
  const headers = new Map<string, string>()
  for (const line of lines) {
    const [, name, value] = HEADER.exec(line) ?? []
    if (name === undefined || value === undefined) {
      throw new UsageError(`headers: expected "Name: value", got "${line.slice(0, 80)}"`)
    }
    const lower = name.toLowerCase()
    const before = headers.get(lower)
    headers.set(lower, before === undefined ? value : `${before}, ${value}`)
  }
  return Object.fromEntries(headers)
}
