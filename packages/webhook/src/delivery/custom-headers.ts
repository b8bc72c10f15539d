import { type HeaderReservation, reservationOf } from './reserved-headers.ts'

/** What stands for the value of a custom header wherever it is shown. */
export const HEADER_MASK = '********'

const HEADERS_MAX = 50
const NAME_LENGTH_MAX = 128
const VALUE_LENGTH_MAX = 4096
/** Names and values together. Many servers take no more than 16 KiB of headers, and Posthorn adds its own. */
const TOTAL_LENGTH_MAX = 12 * 1024

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/ // RFC 9110 section 5.6.2
const VALUE = /^[!-~](?:[\t -~]*[!-~])?$/

const RESERVED: Record<HeaderReservation, string> = {
  own: 'must not be set: it belongs to Posthorn or to HTTP itself',
  trusted: 'must not be set: proxies and cloud services trust it',
}

/** A header that an endpoint may not have; without a name: what is wrong with all of them together. */
export interface HeaderMistake {
  name?: string
  message: string
}

/** What is wrong with the headers that an endpoint's requests are to carry. Empty when they may be sent. */
export function customHeaderMistakes(headers: Readonly<Record<string, string>>): HeaderMistake[] {
  const names = Object.keys(headers)
  if (names.length > HEADERS_MAX) return [{ message: `must not be more than ${HEADERS_MAX}` }]
  const total = Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length, 0)
  const mistakes: HeaderMistake[] = Object.entries(headers).flatMap(([name, value], index) => {
    const isRepeated = names.slice(0, index).some((earlier) => earlier.toLowerCase() === name.toLowerCase())
    const message =
      mistakeInName(name) ?? (isRepeated ? 'comes twice, in another case' : mistakeInValue(value))
    return message === undefined ? [] : [{ name, message }]
  })
  if (mistakes.length === 0 && total > TOTAL_LENGTH_MAX) {
    return [{ message: `must not be longer than ${TOTAL_LENGTH_MAX} characters, names and values together` }]
  }
  return mistakes
}

function mistakeInName(name: string): string | undefined {
  if (!TOKEN.test(name) || name.length > NAME_LENGTH_MAX) {
    return `expected a name of 1 to ${NAME_LENGTH_MAX} of A-Z a-z 0-9 ! # $ % & ' * + - . ^ _ \` | ~`
  }
  const reservation = reservationOf(name)
  return reservation && RESERVED[reservation]
}

function mistakeInValue(value: string): string | undefined {
  if (value.length > VALUE_LENGTH_MAX) return `must not be longer than ${VALUE_LENGTH_MAX} characters`
  return VALUE.test(value)
    ? undefined
    : 'expected visible ASCII characters, with blanks and tabs only between them'
}
