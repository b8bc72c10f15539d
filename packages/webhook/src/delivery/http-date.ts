const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const SHORT_DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)'
const LONG_DAY = '(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)'
const MONTH = `(?<month>${MONTHS.join('|')})`
const TIME = '(?<hour>[01]\\d|2[0-3]):(?<minute>[0-5]\\d):(?<second>[0-5]\\d|60)'

/** `Sun, 06 Nov 1994 08:49:37 GMT` */
const IMF_FIXDATE = new RegExp(`^${SHORT_DAY}, (?<day>\\d{2}) ${MONTH} (?<year>\\d{4}) ${TIME} GMT$`)

/** `Sunday, 06-Nov-94 08:49:37 GMT` */
const RFC_850 = new RegExp(`^${LONG_DAY}, (?<day>\\d{2})-${MONTH}-(?<year>\\d{2}) ${TIME} GMT$`)

/** `Sun Nov  6 08:49:37 1994` */
const ASCTIME = new RegExp(`^${SHORT_DAY} ${MONTH} (?<day>\\d{2}| \\d) ${TIME} (?<year>\\d{4})$`)

/**
 * Parses an HTTP-date in any of the three formats that recipients must accept (RFC 9110 section 5.6.7); `undefined` for
 * other text and for days that do not exist. The weekday must be valid but need not match the date. A leap second counts
 * as the first second of the next minute.
 *
 * @param now determines the century of RFC 850's two-digit years: a year more than 50 years ahead is in the past.
 */
export function parseHttpDate(text: string, now: Date): Date | undefined {
  const fourDigitYear = IMF_FIXDATE.exec(text) ?? ASCTIME.exec(text)
  if (fourDigitYear) return dateOf(fourDigitYear, Number(fourDigitYear.groups?.year))

  const twoDigitYear = RFC_850.exec(text)
  if (!twoDigitYear) return undefined
  const century = Math.floor(now.getUTCFullYear() / 100) * 100
  const year = century + Number(twoDigitYear.groups?.year)
  const date = dateOf(twoDigitYear, year)
  const limit = new Date(now)
  limit.setUTCFullYear(limit.getUTCFullYear() + 50)
  return date !== undefined && date > limit ? dateOf(twoDigitYear, year - 100) : date
}

function dateOf(match: RegExpExecArray, year: number): Date | undefined {
  const { month = '', day, hour, minute, second } = match.groups ?? {}
  const monthIndex = MONTHS.indexOf(month)
  const midnight = new Date(Date.UTC(year, monthIndex, Number(day)))
  // Date.UTC turns 31 February into a day in March, and the years 0 to 99 into 1900 to 1999.
  const exists = midnight.getUTCFullYear() === year && midnight.getUTCMonth() === monthIndex
  if (!exists || Number(day) === 0) return undefined
  return new Date(Date.UTC(year, monthIndex, Number(day), Number(hour), Number(minute), Number(second)))
}
