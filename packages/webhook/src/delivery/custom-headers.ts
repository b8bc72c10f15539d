import { type HeaderReservation, reservationOf } from './reserved-headers.ts'

/** Replaces the value of a custom header in replies. */
export const HEADER_MASK = '********'

const HEADERS_MAX = 50
const NAME_LENGTH_MAX = 128
const VALUE_LENGTH_MAX = 4096
/** Names and values together. Many servers accept at most 16 KiB of headers, and Posthorn adds its own. */
const TOTAL_LENGTH_MAX = 12 * 1024

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/ // RFC 9110 section 5.6.2
const VALUE = /^[!-~](?:[\t -~]*[!-~])?$/

const RESERVED: Record<HeaderReservation, string> = {
  own: 'must not be set: Posthorn or HTTP itself sets it',
  trusted: 'must not be set: proxies and cloud services trust it',
}

/** A header that is not allowed. Without a name the message is about all headers together. */
export interface HeaderIssue {
  name?: string
  message: string
}

/** Checks an endpoint's custom headers. Returns the issues; empty when the headers are allowed. */
export function customHeaderIssues(headers: Readonly<Record<string, string>>): HeaderIssue[] {
  const names = Object.keys(headers)
  if (names.length > HEADERS_MAX) return [{ message: `must have at most ${HEADERS_MAX} headers` }]
  const total = Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length, 0)
  const issues: HeaderIssue[] = Object.entries(headers).flatMap(([name, value], index) => {
    const isDuplicate = names.slice(0, index).some((other) => other.toLowerCase() === name.toLowerCase())
    const message =
      issueInName(name) ??
      (isDuplicate ? 'duplicate header: names are case-insensitive' : issueInValue(value))
    return message === undefined ? [] : [{ name, message }]
  })
  if (issues.length === 0 && total > TOTAL_LENGTH_MAX) {
    return [{ message: `must not be longer than ${TOTAL_LENGTH_MAX} characters, names and values together` }]
  }
  return issues
}

function issueInName(name: string): string | undefined {
  if (!TOKEN.test(name) || name.length > NAME_LENGTH_MAX) {
    return `expected a name of 1 to ${NAME_LENGTH_MAX} of A-Z a-z 0-9 ! # $ % & ' * + - . ^ _ \` | ~`
  }
  const reservation = reservationOf(name)
  return reservation && RESERVED[reservation]
}

function issueInValue(value: string): string | undefined {
  if (value.length > VALUE_LENGTH_MAX) return `must not be longer than ${VALUE_LENGTH_MAX} characters`
  return VALUE.test(value)
    ? undefined
    : 'expected visible ASCII characters, with spaces and tabs only between them'
}
