import { describe, expect, it } from 'vitest'
import { DatabaseUrlError } from '../database-url-error.ts'
import { parseServerList } from './server-list.ts'

const LOGIN = 'postgresql://user:pa%3Fss'

describe('parseServerList', () => {
  it.each([
    [`${LOGIN}@db:5432/app`, [`${LOGIN}@db:5432/app`], 'any', undefined],
    [`${LOGIN}@db/app?sslmode=require`, [`${LOGIN}@db/app?sslmode=require`], 'any', undefined],
    ['postgres:///app?host=/tmp', ['postgres:///app?host=/tmp'], 'any', undefined],
    ['postgresql://user:p@ss@db/app', ['postgresql://user:p@ss@db/app'], 'any', undefined],
    [`${LOGIN}@a:1,b:2/app`, [`${LOGIN}@a:1/app`, `${LOGIN}@b:2/app`], 'read-write', undefined],
    [`${LOGIN}@a,[::1]:2/app`, [`${LOGIN}@a/app`, `${LOGIN}@[::1]:2/app`], 'read-write', undefined],
    ['postgresql://a,b/app', ['postgresql://a/app', 'postgresql://b/app'], 'read-write', undefined],
    [
      `${LOGIN}@a,b/app?target_session_attrs=primary&sslmode=require&connect_timeout=2`,
      [`${LOGIN}@a/app?sslmode=require`, `${LOGIN}@b/app?sslmode=require`],
      'primary',
      2000,
    ],
    [`${LOGIN}@a/app?target_session_attrs=read-write`, [`${LOGIN}@a/app`], 'read-write', undefined],
    [`${LOGIN}@a/app?connect_timeout=600`, [`${LOGIN}@a/app`], 'any', 600_000],
  ])('%s', (url, servers, requirement, connectTimeoutMs) => {
    expect(parseServerList(url)).toEqual({ servers, requirement, connectTimeoutMs })
  })

  it.each([
    [`${LOGIN}@a,,b/app`, /got the host ""$/],
    [`${LOGIN}@a,b:x/app`, /got the host "b:x"$/],
    [`${LOGIN}@a,b:1:2/app`, /got the host "b:1:2"$/],
    [
      `${LOGIN}@a,b/app?target_session_attrs=standby`,
      /expects read-write or primary, because Posthorn writes, got "standby"$/,
    ],
    [`${LOGIN}@a,b/app?target_session_attrs=any`, /got "any"$/],
    [`${LOGIN}@a/app?connect_timeout=0`, /^\?connect_timeout= expects seconds from 1 to 600, got "0"$/],
    [`${LOGIN}@a/app?connect_timeout=soon`, /got "soon"$/],
    [`${LOGIN}@a/app?connect_timeout=601`, /got "601"$/],
  ])('refuses %s, and never shows the password', (url, message) => {
    expect(() => parseServerList(url)).toThrow(DatabaseUrlError)
    expect(() => parseServerList(url)).toThrow(message)
    expect(() => parseServerList(url)).not.toThrow(/ss@|pa%/)
  })
})
