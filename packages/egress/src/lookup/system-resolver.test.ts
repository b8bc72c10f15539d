import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { dnsServer } from '../testing/dns-server.ts'
import { parseHosts } from './hosts-file.ts'
import { createSystemResolver } from './system-resolver.ts'

const V6 = [0x26, 0x06, 0x47, 0, 0x47, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x11, 0x11]
const NO_HOSTS = '/nonexistent/hosts'
const notAborted = () => new AbortController().signal

describe('names through DNS', () => {
  it('returns the addresses of both families', async () => {
    const server = await dnsServer((family) =>
      family === 4
        ? [
            [1, 1, 1, 1],
            [10, 0, 0, 1],
          ]
        : [V6],
    )
    const { resolve } = createSystemResolver({ hostsFile: NO_HOSTS, servers: [server] })
    expect(await resolve('a.example', notAborted())).toEqual([
      { address: '1.1.1.1', family: 4 },
      { address: '10.0.0.1', family: 4 },
      { address: '2606:4700:4700::1111', family: 6 },
    ])
  })

  it('does not wait long for a family without an answer', async () => {
    const server = await dnsServer((family) => (family === 4 ? [[1, 1, 1, 1]] : 'silence'))
    const { resolve } = createSystemResolver({ hostsFile: NO_HOSTS, servers: [server] })
    const startedAtMs = performance.now()
    expect(await resolve('a.example', notAborted())).toEqual([{ address: '1.1.1.1', family: 4 }])
    expect(performance.now() - startedAtMs).toBeLessThan(1_400)
  })

  it('fails for an unknown name', async () => {
    const server = await dnsServer(() => 'no such name')
    const { resolve } = createSystemResolver({ hostsFile: NO_HOSTS, servers: [server] })
    await expect(resolve('a.example', notAborted())).rejects.toMatchObject({ code: 'ENOTFOUND' })
  })

  it('stops when its signal aborts', async () => {
    const stopping = new AbortController()
    const server = await dnsServer(() => {
      stopping.abort()
      return 'silence'
    })
    const { resolve } = createSystemResolver({ hostsFile: NO_HOSTS, servers: [server] })
    await expect(resolve('a.example', stopping.signal)).rejects.toMatchObject({ code: 'ECANCELLED' })
  })
})

describe('names in the hosts file', () => {
  it('take precedence over DNS, in any case and with a final dot', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'hosts-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const hostsFile = path.join(folder, 'hosts')
    await writeFile(hostsFile, '127.0.0.5 receiver.local Other\n')
    const server = await dnsServer(() => 'no such name')
    const { resolve } = createSystemResolver({ hostsFile, servers: [server] })
    for (const name of ['receiver.local', 'other', 'OTHER.'])
      expect(await resolve(name, notAborted())).toEqual([{ address: '127.0.0.5', family: 4 }])
  })

  it.each(['localhost', 'LOCALHOST.', 'app.localhost'])('%s is loopback without a file', async (name) => {
    const { resolve } = createSystemResolver({ hostsFile: NO_HOSTS, servers: ['127.0.0.1:9'] })
    expect(await resolve(name, notAborted())).toEqual([
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ])
  })

  it('are read with comments, several addresses and invalid lines', () => {
    const hosts = parseHosts('# c\n127.0.0.1\tlocalhost a # b\r\n::1 localhost\n\nnonsense\nfe80::1%lo0 b\n')
    expect(Object.fromEntries(hosts)).toEqual({
      localhost: [
        { address: '127.0.0.1', family: 4 },
        { address: '::1', family: 6 },
      ],
      a: [{ address: '127.0.0.1', family: 4 }],
      b: [{ address: 'fe80::1%lo0', family: 6 }],
    })
  })
})
