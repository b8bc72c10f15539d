import { describe, expect, it } from 'vitest'
import { OptionError } from '../test/harness/command-line.ts'
import { readOptions } from './options.ts'
import { PROFILES } from './profile.ts'

describe('the options of npm run bench', () => {
  it('default to all scenarios on both backends', () => {
    expect(readOptions([], { hasRedis: true })).toEqual({
      profile: PROFILES.full,
      only: undefined,
      queues: ['redis', 'postgres'],
      json: undefined,
      html: undefined,
      record: undefined,
      cpuProf: undefined,
    })
  })

  it.each([
    [[], false, ['postgres']],
    [['--quick'], true, ['redis']],
    [['--quick', '--queue', 'both'], true, ['redis', 'postgres']],
    [['--queue', 'postgres'], true, ['postgres']],
  ])('%j, with Redis: %s, measure %j', (args, hasRedis, queues) => {
    expect(readOptions(args, { hasRedis })).toMatchObject({ queues })
  })

  it.each([
    [['--write'], 'bench/RESULTS.md', 'bench'],
    [['--write', '--only', 'fairness'], 'docs/reliability.md', 'fairness'],
    [['--write', '--only', 'filters'], 'bench/RESULTS.md', 'filters'],
  ])('%j record the result in %s', (args, file, name) => {
    expect(readOptions(args, { hasRedis: true })).toMatchObject({ record: { file, name } })
  })

  it.each([[['--write', '--quick']], [['--write', '--only', 'publish']]])(
    '%j are refused: they would record a partial result',
    (args) => {
      expect(() => readOptions(args, { hasRedis: true })).toThrow(OptionError)
    },
  )

  it('can name scenarios', () => {
    expect(readOptions(['--only', 'publish,latency'], { hasRedis: true })).toMatchObject({
      only: ['publish', 'latency'],
    })
  })

  it('return help', () => {
    expect(readOptions(['--help'], { hasRedis: true })).toBe('help')
  })

  it.each([
    [['--only', 'publish,nothing'], /^--only: expected scenarios of publish, .*, got "nothing"$/],
    [['--queue', 'kafka'], /^--queue: expected redis, postgres or both, got "kafka"$/],
    [['--fast'], /--fast/],
  ])('%j are refused with the cause', (args, message) => {
    expect(() => readOptions(args, { hasRedis: true })).toThrow(OptionError)
    expect(() => readOptions(args, { hasRedis: true })).toThrow(message)
  })

  it('refuse Redis where there is none', () => {
    expect(() => readOptions(['--queue', 'both'], { hasRedis: false })).toThrow(
      new OptionError('--queue both: there is no redis-server on the PATH'),
    )
  })
})
