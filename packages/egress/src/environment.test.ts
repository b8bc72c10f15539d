import { createServer } from 'node:http'
import { expect, it } from 'vitest'
import { connectProxy } from './testing/connect-proxy.ts'
import { listening } from './testing/loopback-server.ts'
import { runNode } from './testing/run-node.ts'

it.each(['directly', 'through the configured proxy'])(
  'the proxy variables of other programs have no effect: %s',
  async (way) => {
    const server = await listening(createServer((_request, response) => response.writeHead(204).end()))
    const [configured, fromEnvironment] = await Promise.all([connectProxy(), connectProxy()])
    const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy']
    const variables = Object.fromEntries(names.map((name) => [name, fromEnvironment.url]))
    const through: Record<string, string> = way === 'directly' ? {} : { THROUGH: configured.url }
    const environment = { ...variables, ...through, NODE_USE_ENV_PROXY: '1', TARGET: server.url }
    expect(await runNode('send-once.ts', { environment })).toBe('204')
    expect(configured.connects).toHaveLength(way === 'directly' ? 0 : 1)
    expect(fromEnvironment.connections()).toBe(0)
  },
  30_000,
)
