import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, parseConfig, VARIABLES } from './config.ts'

const KEY = Buffer.alloc(32, 1).toString('base64')

describe('the configuration', () => {
  it('lists every problem at once, and no value', () => {
    const environment = {
      DATABASE_URL: 'mysql://root:hunter2@db',
      POSTHORN_ENCRYPTION_KEY: 'c2hvcnQ=',
      POSTHORN_ADMIN_KEY: '',
      API_PORT: '99999',
      EGRESS_PROXY_URL: 'socks5://worker:hunter2@proxy:1080',
    }
    expect(() => parseConfig(VARIABLES, environment)).toThrow(
      new ConfigError(
        [
          'The configuration is wrong:',
          '  DATABASE_URL: expected a URL like postgresql://user:password@host:5432/database',
          '  POSTHORN_ADMIN_KEY: is not set, and has no default',
          '  POSTHORN_ENCRYPTION_KEY: expected 32 bytes in base64 (openssl rand -base64 32), several comma-separated',
          '  API_PORT: must be at most 65535',
          '  EGRESS_PROXY_URL: expected a URL like http://user:password@proxy.internal:4750',
          'See .env.example.',
        ].join('\n'),
      ),
    )
  })

  it('has the documented defaults', () => {
    expect(
      parseConfig(VARIABLES, {
        DATABASE_URL: 'postgresql://db/posthorn',
        POSTHORN_ADMIN_KEY: 'an-admin-key-of-24-chars',
        POSTHORN_ENCRYPTION_KEY: `${KEY},${KEY}`,
      }),
    ).toEqual({
      DATABASE_URL: 'postgresql://db/posthorn',
      POSTHORN_ADMIN_KEY: 'an-admin-key-of-24-chars',
      POSTHORN_ENCRYPTION_KEY: [Buffer.alloc(32, 1), Buffer.alloc(32, 1)],
      QUEUE_SHARDS: 1,
      API_PORT: 8080,
      INGEST_PORT: 8081,
      WORKER_PORT: 8082,
      HOST: '127.0.0.1',
      PUBLIC_INGEST_URL: 'http://127.0.0.1:8081',
      PUBLIC_URL: 'http://127.0.0.1:8080',
      PORTAL_FRAME_ANCESTORS: [],
      ALLOW_HTTP_ENDPOINTS: false,
      EGRESS_ALLOW_CIDRS: [],
      EGRESS_DENY_CIDRS: [],
      RETENTION_DAYS: 30,
      TRUSTED_PROXY_CIDRS: [],
      INGEST_BODY_MAX_MIB: 5,
      WORKER_CONCURRENCY: 5000,
      OTEL_EXPORTER_OTLP_HEADERS: {},
      OTEL_TRACES_SAMPLER: 'parentbased_always_on',
      OTEL_TRACES_SAMPLER_ARG: 1,
      LOG_LEVEL: 'info',
    })
  })

  it.each([
    ['postgresql://db/posthorn?schema=hooks&sslmode=require', true],
    ['postgresql://db/posthorn?schema=post-horn', false],
    ['postgresql://db/posthorn?schema=pg_hooks', false],
    ['postgresql://db1:5432,db2/posthorn?target_session_attrs=read-write', true],
    ['postgresql://db1,db2/posthorn?target_session_attrs=standby', false],
    ['postgresql://db1,/posthorn', false],
  ])('DATABASE_URL may be %s: %s', (DATABASE_URL, mayBe) => {
    const { DATABASE_URL: url } = VARIABLES
    expect(url.safeParse(DATABASE_URL).success).toBe(mayBe)
  })

  it.each([
    ['postgresql://replica/posthorn', true],
    ['postgresql://replica1,replica2/posthorn', false],
    ['postgresql://replica/posthorn?target_session_attrs=read-write', false],
    ['replica', false],
  ])('DATABASE_REPLICA_URL may be %s: %s', (DATABASE_REPLICA_URL, mayBe) => {
    const { DATABASE_REPLICA_URL: url } = VARIABLES
    expect(url.safeParse(DATABASE_REPLICA_URL).success).toBe(mayBe)
  })

  it.each([
    ['redis://cache:6379/2', true],
    ['rediss://user:p,w@cache', true],
    ['redis://cache-1:6379,redis://cache-2:6379', true],
    ['redis://cache-1:6379, redis://cache-2:6379', true],
    ['redis://cache-1:6379,cache-2:6379', false],
    ['redis://cache-1,cache-2', false],
    ['redis://cache-1:6379,redis://cache-2:none', false],
    ['redis+sentinel://user:p%40w@sentinel-1:26379,sentinel-2:26379/mymaster/2', true],
    ['redis+sentinel://sentinel-1', false],
    ['http://cache', false],
  ])('REDIS_URL may be %s: %s', (REDIS_URL, mayBe) => {
    const { REDIS_URL: url } = VARIABLES
    expect(url.safeParse(REDIS_URL).success).toBe(mayBe)
  })

  it.each([
    ['x'.repeat(24), true],
    [`${'x'.repeat(23)}~`, true],
    ['x'.repeat(4096), true],
    ['x'.repeat(23), false],
    ['x'.repeat(4097), false],
    [`${'x'.repeat(24)} y`, false],
    [`${'x'.repeat(24)}\n`, false],
    [`${'x'.repeat(24)}\t`, false],
    [`${'x'.repeat(24)}é`, false],
    [' '.repeat(24), false],
  ])('POSTHORN_ADMIN_KEY may be %j: %s', (key, mayBe) => {
    expect(VARIABLES.POSTHORN_ADMIN_KEY.safeParse(key).success).toBe(mayBe)
  })

  it.each([
    ['0', true],
    ['7', true],
    ['36500', true],
    ['6', false],
    ['-1', false],
    ['7.5', false],
    ['36501', false],
    ['for ever', false],
  ])('RETENTION_DAYS may be %s: %s', (days, mayBe) => {
    expect(VARIABLES.RETENTION_DAYS.safeParse(days).success).toBe(mayBe)
  })

  it.each(['EGRESS_ALLOW_CIDRS', 'EGRESS_DENY_CIDRS', 'TRUSTED_PROXY_CIDRS'] as const)(
    '%s lists ranges of addresses',
    (name) => {
      const read = (text: string) => VARIABLES[name].safeParse(text)
      expect(read(' 10.0.0.0/8, fd00::/8,')).toEqual({ success: true, data: ['10.0.0.0/8', 'fd00::/8'] })
      expect(read('10.0.0.0/8,10.0.0.1').error?.issues).toMatchObject([
        { message: 'expected ranges like "10.0.0.0/8" or "fd00::/8", got "10.0.0.1"' },
      ])
    },
  )

  it('is all in .env.example, in the same order', () => {
    const example = readFileSync(join(import.meta.dirname, '../../../.env.example'), 'utf8')
    const names = [...example.matchAll(/^#? ?([A-Z_]+)=/gm)].map((match) => match[1])
    expect(names).toEqual(expect.arrayContaining(Object.keys(VARIABLES)))
    expect(names.filter((name) => name !== undefined && name in VARIABLES)).toEqual(Object.keys(VARIABLES))
  })
})
