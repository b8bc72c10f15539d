import { type Command, InvalidArgumentError } from 'commander'

/** Collects the values of an option that may be repeated. */
export function repeated(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value]
}

/** Splits a list of names at its commas. */
export function commaList(value: string): string[] {
  return value.split(',').map((part) => part.trim())
}

/** @throws InvalidArgumentError unless it is a whole number from 1 */
export function positiveInteger(value: string): number {
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value)
  throw new InvalidArgumentError('Expected a whole number from 1.')
}

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/**
 * A duration, such as `30s`, `5m` or `2h`, in milliseconds.
 * @throws InvalidArgumentError
 */
export function durationMs(value: string): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(value) ?? []
  if (count === undefined) throw new InvalidArgumentError('Expected a duration such as 30s, 5m or 2h.')
  return Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS]
}

/**
 * A time: RFC 3339, or how long ago, such as `2h`.
 * @param now from which it is counted
 * @throws InvalidArgumentError
 */
export function timeOption(now: () => Date): (value: string) => string {
  return (value) => {
    if (/^\d{1,6}[smhd]$/.test(value)) return new Date(now().getTime() - durationMs(value)).toISOString()
    const time = new Date(value)
    if (/^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(time.getTime())) return time.toISOString()
    throw new InvalidArgumentError(
      'Expected a time such as 2026-11-28T09:00:00Z, or how long ago, such as 2h.',
    )
  }
}

/** Options of a list by time. */
export interface ListOptions {
  from?: string
  to?: string
  limit?: number
}

/** Adds the options of a list by time. */
export function withListOptions(command: Command, now: () => Date): Command {
  return command
    .option('--from <time>', 'created since then: a time, or how long ago, such as 2h', timeOption(now))
    .option('--to <time>', 'created before then', timeOption(now))
    .option('--limit <n>', 'maximum number to show (default: 20)', positiveInteger)
}

/**
 * A header, `Name: value`.
 * @throws InvalidArgumentError
 */
export function headerOption(value: string, previous: Readonly<Record<string, string>> = {}) {
  const [, name, text] = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):\s*([\t\x20-\x7e]*)$/.exec(value) ?? []
  if (name === undefined || text === undefined) throw new InvalidArgumentError('Expected "Name: value".')
  return { ...previous, [name]: text.trimEnd() }
}
