import { describe, expect, it } from 'vitest'
import { OptionError } from '../../test/harness/command-line.ts'
import { readOptions } from './options.ts'

const defaults = { hasRedis: true }

describe('the options of npm run bench -- isolation', () => {
  it('have the defaults of the documented limit, on Redis', () => {
    expect(readOptions([], defaults)).toEqual({
      seconds: 30,
      warmUpSeconds: 10,
      ratePerSecond: 200,
      pairs: 2,
      queue: 'redis',
      json: undefined,
      write: false,
    })
  })

  it('fall back to PostgreSQL where there is no redis-server', () => {
    expect(readOptions([], { hasRedis: false })).toMatchObject({ queue: 'postgres' })
  })

  it('are read from the command line', () => {
    const args = ['--seconds', '5', '--warm-up=0', '--rate', '40', '--pairs', '1', '--queue', 'postgres']
    expect(readOptions([...args, '--json', 'out.json', '--write'], defaults)).toEqual({
      seconds: 5,
      warmUpSeconds: 0,
      ratePerSecond: 40,
      pairs: 1,
      queue: 'postgres',
      json: 'out.json',
      write: true,
    })
  })

  it.each(['--help', '-h'])('%s returns help', (flag) => {
    expect(readOptions(['--rate', '100', flag], defaults)).toBe('help')
  })

  it.each([
    [['--seconds', 'ten'], '--seconds: expected a whole number from 1 to 3600, got "ten"'],
    [['--seconds', '0'], '--seconds: expected a whole number from 1 to 3600, got "0"'],
    [['--warm-up', ''], '--warm-up: expected a whole number from 0 to 3600, got ""'],
    [['--rate', '19'], '--rate: expected a whole number from 20 to 10000, got "19"'],
    [['--pairs', '1.5'], '--pairs: expected a whole number from 1 to 100, got "1.5"'],
    [['--queue', 'kafka'], '--queue: expected redis or postgres, got "kafka"'],
  ])('%j is refused with the cause', (args, message) => {
    expect(() => readOptions(args, defaults)).toThrow(new OptionError(message))
  })

  it.each([[['--phases', '3']], [['30']]])('%j is refused as unknown', (args) => {
    expect(() => readOptions(args, defaults)).toThrow(OptionError)
  })

  it('refuse Redis where there is none', () => {
    expect(() => readOptions(['--queue', 'redis'], { hasRedis: false })).toThrow(
      new OptionError('--queue redis: there is no redis-server on the PATH'),
    )
  })
})
