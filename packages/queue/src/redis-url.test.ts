import { describe, expect, it } from 'vitest'
import { parseRedisUrl, RedisUrlError } from './redis-url.ts'

const sentinel = (address: object, tls = false) => ({
  kind: 'sentinel',
  tls,
  address: { name: 'mymaster', db: 0, sentinels: [{ host: 'a', port: 1 }], ...address },
})

describe('the URL of Redis', () => {
  it.each([
    ['redis://cache:6379/2', { kind: 'server', url: 'redis://cache:6379/2' }],
    ['redis://a:1, rediss://b:2', { kind: 'cluster', nodes: ['redis://a:1', 'rediss://b:2'] }],
    ['redis+sentinel://a/mymaster', sentinel({ sentinels: [{ host: 'a', port: 26_379 }] })],
    [
      'redis+sentinel://a:1,[::1]:2, c/mymaster/3',
      sentinel({
        db: 3,
        sentinels: [
          { host: 'a', port: 1 },
          { host: '::1', port: 2 },
          { host: 'c', port: 26_379 },
        ],
      }),
    ],
    [
      'rediss+sentinel://user:p%40ss@a:1/mymaster?sentinelUsername=s&sentinelPassword=p%2Fw',
      sentinel({ username: 'user', password: 'p@ss', sentinelUsername: 's', sentinelPassword: 'p/w' }, true),
    ],
    ['redis+sentinel://:secret@a:1/mymaster', sentinel({ password: 'secret' })],
  ])('%s', (url, address) => {
    expect(parseRedisUrl(url)).toEqual(address)
  })

  it.each([
    'http://cache:6379',
    'redis://a,b',
    'redis://a:1,redis://b:none',
    'redis+sentinel://a:1',
    'redis+sentinel:///mymaster',
    'redis+sentinel://a:1/',
    'redis+sentinel://a:none/mymaster',
    'redis+sentinel://a:1/mymaster/x',
    'redis+sentinel://a:1/mymaster?db=1',
    'redis+sentinel://a:1/mymaster,redis+sentinel://b:1/mymaster',
    'redis+sentinel://:hunter2%zz@a/mymaster',
  ])('%s is refused', (url) => {
    expect(() => parseRedisUrl(url)).toThrow(RedisUrlError)
    expect(() => parseRedisUrl(url)).not.toThrow(/hunter2/)
  })
})
