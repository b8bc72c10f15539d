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
      compare: undefined,
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
    [['--write', '--only', 'targets'], 'bench/RESULTS.md', 'targets'],
    [['--write', '--only', 'rates', '--compare', 'HEAD'], 'bench/RESULTS.md', 'comparison'],
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

  it('can name the scenarios of the table of targets together', () => {
    const names = ['publish', 'ingest', 'rates', 'burst', 'backlog']
    expect(readOptions(['--only', 'targets'], { hasRedis: true })).toMatchObject({ only: names })
    expect(readOptions(['--only', 'latency,targets'], { hasRedis: true })).toMatchObject({
      only: ['latency', ...names],
    })
  })

  it('record the command that measured the result', () => {
    expect(
      readOptions(['--write', '--only', 'burst', '--compare', 'HEAD', '--rounds', '3'], { hasRedis: true }),
    ).toMatchObject({
      record: { command: 'npm run bench -- --only burst --compare HEAD --rounds 3 --write' },
      compare: { commit: expect.stringMatching(/^[0-9a-f]{40}$/), rounds: 3 },
    })
  })

  it('compare two rounds of each version', () => {
    expect(readOptions(['--compare', 'HEAD'], { hasRedis: true })).toMatchObject({ compare: { rounds: 2 } })
  })

  it('return help', () => {
    expect(readOptions(['--help'], { hasRedis: true })).toBe('help')
  })

  it.each([
    [['--only', 'publish,nothing'], /^--only: expected scenarios of publish, .*, got "nothing"$/],
    [['--queue', 'kafka'], /^--queue: expected redis, postgres or both, got "kafka"$/],
    [['--fast'], /--fast/],
    [['--compare', 'no-such-commit'], '--compare: expected a commit of this clone, got "no-such-commit"'],
    [['--compare', '--upload-pack=x'], /--compare/],
    [['--rounds', '3'], '--rounds: needs --compare'],
    [['--compare', 'HEAD', '--rounds', '0'], /^--rounds: expected a whole number from 1 to 20, got "0"$/],
    [['--compare', 'HEAD', '--html', 'x.html'], '--html: shows one version, omit --compare'],
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
