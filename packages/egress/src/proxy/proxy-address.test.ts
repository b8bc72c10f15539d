import { describe, expect, it } from 'vitest'
import { parseProxyUrl } from './proxy-address.ts'

const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`

describe('the URL of the egress proxy', () => {
  it.each([
    ['http://proxy.internal:4750', 'http:', 'proxy.internal', '4750', undefined],
    ['http://proxy.internal:4750/', 'http:', 'proxy.internal', '4750', undefined],
    ['https://10.0.0.5', 'https:', '10.0.0.5', '', undefined],
    ['http://[fd00::5]:3128', 'http:', 'fd00::5', '3128', undefined],
    ['http://user:pass@proxy:1', 'http:', 'proxy', '1', basic('user:pass')],
    ['http://user@proxy:1', 'http:', 'proxy', '1', basic('user:')],
    ['http://:token@proxy:1', 'http:', 'proxy', '1', basic(':token')],
    ['http://u%40x:p%3Aw%C3%BC@proxy:1', 'http:', 'proxy', '1', basic('u@x:p:wü')],
  ])('%s is accepted', (url, protocol, hostname, port, authorization) => {
    expect(parseProxyUrl(url)).toEqual({
      protocol,
      hostname,
      port,
      host: new URL(url).host,
      authorization,
    })
  })

  it.each([
    '',
    'proxy:4750',
    'socks5://hunter2@proxy:1080',
    'http://hunter2:%zz@proxy:1',
    'http://user:hunter2@proxy/path',
    'http://proxy/?hunter2',
    'http://proxy/#hunter2',
    'http://user:hunter2@',
    'http://proxy:hunter2',
  ])('%j is rejected and not shown', (url) => {
    expect(() => parseProxyUrl(url)).toThrow(
      new Error('EGRESS_PROXY_URL: expected a URL like "http://user:password@proxy.internal:4750"'),
    )
  })
})
