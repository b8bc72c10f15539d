import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { dependencyErrorOf } from './dependency-error.ts'
import { BlockedDestinationError, EgressUnavailableError, NameResolutionError } from './egress-errors.ts'
import { createSystemResolver } from './lookup/system-resolver.ts'
import { runNode } from './testing/run-node.ts'

const coded = (code: string, address?: string) =>
  Object.assign(new Error('in whatever words'), { code, address })

describe('a dependency error', () => {
  it.each(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'])('is %s', (code) => {
    const error = coded(code)
    expect(dependencyErrorOf(error)).toMatchObject({
      code: 'EGRESS_UNAVAILABLE',
      resource: 'sockets',
      cause: error,
    })
  })

  it.each([
    ['no local port left', coded('EADDRNOTAVAIL', '1.1.1.1')],
    ['one of several addresses', new AggregateError([coded('ECONNREFUSED'), coded('EMFILE')])],
    [
      'inside a timeout',
      Object.assign(coded('ETIMEDOUT'), { cause: new AggregateError([coded('ENOBUFS')]) }),
    ],
    ['in a lookup', new NameResolutionError('looking up', { cause: coded('EMFILE') })],
  ])('is also %s', (_name, error) => {
    expect(dependencyErrorOf(error)).toBeInstanceOf(EgressUnavailableError)
  })

  it('is that no name server is reachable, with its own resource', () => {
    const error = new NameResolutionError('looking up', { cause: coded('ECONNREFUSED') })
    expect(dependencyErrorOf(error)).toMatchObject({ code: 'EGRESS_UNAVAILABLE', resource: 'resolver' })
  })

  it('is returned unchanged', () => {
    const error = new EgressUnavailableError('proxy', 'the egress proxy does not respond')
    expect(dependencyErrorOf(error)).toBe(error)
  })

  it.each([
    ['a refusal', coded('ECONNREFUSED')],
    ['an IPv6 address on a machine without IPv6', coded('EADDRNOTAVAIL', '2606:4700:4700::1111')],
    ['an unreachable network', coded('ENETUNREACH')],
    ['a name without address', new NameResolutionError('looking up', { cause: coded('ENOTFOUND') })],
    ['a forbidden address', new BlockedDestinationError('10.0.0.1 is private')],
    ['words', new Error('EMFILE')],
    ['nothing', undefined],
  ])('is not %s', (_name, error) => {
    expect(dependencyErrorOf(error)).toBeUndefined()
  })
})

describe('a process out of descriptors', () => {
  it('reports it for addresses, names and hosts, and works again afterwards', async () => {
    const said = await runNode('out-of-descriptors.ts', { limits: 'ulimit -n 100' })
    expect(JSON.parse(said)).toEqual({
      address: 'EGRESS_UNAVAILABLE',
      secure: 'EGRESS_UNAVAILABLE',
      name: 'EGRESS_UNAVAILABLE',
      host: 'EGRESS_UNAVAILABLE',
      afterwards: 200,
    })
  }, 30_000)

  it('does not treat an unreadable hosts file as an empty one', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'hosts-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const hostsFile = path.join(folder, 'hosts')
    await symlink('hosts', hostsFile) // ELOOP, for any user
    const { resolve } = createSystemResolver({ hostsFile })
    const { signal } = new AbortController()
    await expect(resolve('receiver.local', signal)).rejects.toMatchObject({ code: 'ELOOP' })
    await rm(hostsFile)
    await writeFile(hostsFile, '127.0.0.5 receiver.local')
    expect(await resolve('receiver.local', signal)).toEqual([{ address: '127.0.0.5', family: 4 }])
  })
})
