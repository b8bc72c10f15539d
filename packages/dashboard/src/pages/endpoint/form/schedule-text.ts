const UNITS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const
const PART = /^(\d+)([smhd]?)$/

/** A retry schedule as people write it: `1s, 5s, 5m, 2h`. */
export function toScheduleText(seconds: readonly number[]): string {
  return seconds.map(toDuration).join(', ')
}

/**
 * The seconds of such a text; without a unit, a number means seconds.
 * What cannot be read stays as it is: the API says what is wrong with it, and where.
 */
export function fromScheduleText(text: string): (number | string)[] {
  return text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part) => {
      const [, digits, unit = ''] = PART.exec(part) ?? []
      return digits === undefined
        ? part
        : Number(digits) * (unit === '' ? 1 : UNITS[unit as keyof typeof UNITS])
    })
}

/** In the largest unit that divides it; a day stays 24 hours, as documents write it. */
function toDuration(seconds: number): string {
  if (seconds === 0) return '0s'
  for (const unit of ['h', 'm'] as const) {
    if (seconds % UNITS[unit] === 0) return `${seconds / UNITS[unit]}${unit}`
  }
  return `${seconds}s`
}
