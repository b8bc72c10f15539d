import { describe, expect, it } from 'vitest'
import { OptionError } from '../harness/command-line.ts'
import { readOptions } from './options.ts'

const defaults = { seed: 42, hasRedis: true }

describe('the options of npm run chaos', () => {
  it('default to a short run with a random seed on Redis', () => {
    expect(readOptions([], defaults)).toEqual({
      minutes: 1.5,
      ratePerSecond: 50,
      seed: 42,
      queue: 'redis',
      json: undefined,
      write: false,
    })
  })

  it('default to PostgreSQL without a redis-server', () => {
    expect(readOptions([], { ...defaults, hasRedis: false })).toMatchObject({
      queue: 'postgres',
      ratePerSecond: 20,
    })
  })

  it('are read from the command line', () => {
    const args = [
      '--minutes',
      '30',
      '--seed=7',
      '--queue',
      'postgres',
      '--rate',
      '5',
      '--json',
      'out.json',
      '--write',
    ]
    expect(readOptions(args, defaults)).toEqual({
      minutes: 30,
      ratePerSecond: 5,
      seed: 7,
      queue: 'postgres',
      json: 'out.json',
      write: true,
    })
  })

  it.each(['--help', '-h'])('%s prints the help', (flag) => {
    expect(readOptions(['--minutes', '2', flag], defaults)).toBe('help')
  })

  it.each([
    [['--minutes', 'ten'], '--minutes: expected a number above 0, at most 1440, got "ten"'],
    [['--minutes', '0'], '--minutes: expected a number above 0, at most 1440, got "0"'],
    [['--minutes', ''], '--minutes: expected a number above 0, at most 1440, got ""'],
    [['--rate', '0'], '--rate: expected a number above 0, at most 1000, got "0"'],
    [['--seed', 'x'], `--seed: expected a number above -1, at most ${Number.MAX_SAFE_INTEGER}, got "x"`],
    [['--queue', 'kafka'], '--queue: expected redis or postgres, got "kafka"'],
  ])('%j is refused with the reason', (args, message) => {
    expect(() => readOptions(args, defaults)).toThrow(new OptionError(message))
  })

  it.each([[['--faults', '3']], [['30']]])('%j is refused as unknown', (args) => {
    expect(() => readOptions(args, defaults)).toThrow(OptionError)
  })

  it('refuse Redis without a redis-server', () => {
    expect(() => readOptions(['--queue', 'redis'], { ...defaults, hasRedis: false })).toThrow(
      new OptionError('--queue redis: there is no redis-server on the PATH'),
    )
  })
})
