import { problemOfVariable } from '@posthorn/runtime/config'
import { describe, expect, it } from 'vitest'
import { UserError } from '../user-error.ts'
import { readConfig } from './config.ts'

function problemOf(environment: Record<string, string>): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
  return 'none'
}

describe('the environment of npm start', () => {
  it('requires no variable', () => {
    expect(readConfig({})).toEqual({
      POSTHORN_DATA_DIR: '.posthorn',
      HOST: '127.0.0.1',
      API_PORT: 8080,
      INGEST_PORT: 8081,
      WORKER_PORT: 8082,
      ALLOW_HTTP_ENDPOINTS: 'true',
      EGRESS_ALLOW_CIDRS: '127.0.0.0/8,::1/128',
      EGRESS_DENY_CIDRS: '',
      LOG_LEVEL: 'info',
    })
  })

  it('treats an empty value as not set', () => {
    expect(readConfig({ API_PORT: '', DATABASE_URL: '' })).toEqual(readConfig({}))
  })

  it('lists every problem, each with the value found', () => {
    expect(problemOf({ API_PORT: 'abc', WORKER_PORT: '70000', LOG_LEVEL: 'loud' })).toBe(
      [
        'API_PORT: expected a port from 1 to 65535, got "abc"',
        'WORKER_PORT: expected a port from 1 to 65535, got "70000"',
        'LOG_LEVEL: expected one of "fatal", "error", "warn", "info", "debug", "trace", "silent", got "loud"',
      ].join('\n'),
    )
  })

  it('refuses at once what a service would refuse at its start', () => {
    expect(problemOf({ QUEUE_SHARDS: '0', WORKER_CONCURRENCY: 'many' })).toMatch(
      /^QUEUE_SHARDS: must be at least 1, got "0"\nWORKER_CONCURRENCY: .+$/,
    )
  })

  it.each([
    ['x'.repeat(24), 'none'],
    ['x'.repeat(4096), 'none'],
    ['x'.repeat(23), 'POSTHORN_ADMIN_KEY: '],
    ['x'.repeat(4097), 'POSTHORN_ADMIN_KEY: '],
    [`${'x'.repeat(24)} y`, 'POSTHORN_ADMIN_KEY: '],
    [`${'x'.repeat(24)}é`, 'POSTHORN_ADMIN_KEY: '],
  ])('accepts the same admin keys as the services: %#', (key, problem) => {
    expect(problemOf({ POSTHORN_ADMIN_KEY: key })).toMatch(new RegExp(`^${problem}`))
    expect(problemOfVariable('POSTHORN_ADMIN_KEY', key) === undefined).toBe(problem === 'none')
  })

  it.each([
    ['DATABASE_URL', 'mysql://root:hunter2@db/posthorn'],
    ['REDIS_URL', 'http://:hunter2@cache'],
    ['POSTHORN_ADMIN_KEY', 'hunter2 hunter2'],
    ['POSTHORN_ENCRYPTION_KEY', 'hunter2'],
    ['EGRESS_PROXY_URL', 'socks5://:hunter2@proxy'],
  ])('does not show the bad value of %s', (name, value) => {
    const problem = problemOf({ [name]: value })
    expect(problem).toMatch(new RegExp(`^${name}: expected `))
    expect(problem).not.toContain('hunter2')
  })

  it.each(['127.0.0.0/8', '10.0.0.0/8, fd00::/8', '::1/128'])('takes the ranges %j', (ranges) => {
    expect(problemOf({ EGRESS_ALLOW_CIDRS: ranges })).toBe('none')
  })

  it.each(['127.0.0.1', '10.0.0.0/33', '::1/129', 'localhost/8', '10.0.0.0/8,none'])(
    'refuses the ranges %j',
    (ranges) => {
      expect(problemOf({ EGRESS_ALLOW_CIDRS: ranges })).toMatch(/^EGRESS_ALLOW_CIDRS: expected ranges/)
      expect(problemOf({ EGRESS_DENY_CIDRS: ranges })).toMatch(/^EGRESS_DENY_CIDRS: expected ranges/)
    },
  )
})
