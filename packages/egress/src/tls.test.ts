import { createServer } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { createServer as createTlsServer } from 'node:tls'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { createAuthority, type ServerCertificate, selfSigned } from './testing/certificates.ts'
import { listening, rawServer } from './testing/loopback-server.ts'
import { post, testEgress } from './testing/test-egress.ts'

const NAME = 'receiver.example'
const TLS_FAILURE = { kind: 'error', errorCode: 'tls_failure' }
const resolve = async () => [{ address: '127.0.0.1', family: 4 }] as const

let authority: Awaited<ReturnType<typeof createAuthority>>
let good: ServerCertificate
beforeAll(async () => {
  authority = await createAuthority()
  good = await authority.issue([NAME])
})

const egressWithAuthority = () => testEgress({ resolve, tls: { ca: authority.cert } })
const secureServer = (certificate: ServerCertificate) =>
  listening(createServer(certificate, (_request, response) => response.end('ok')))

describe('a certificate', () => {
  it('by an authority of the installation is trusted, and the name is sent as SNI', async () => {
    let servername: TLSSocket['servername'] | undefined
    const server = await listening(
      createServer(good, (request, response) => {
        servername = (request.socket as TLSSocket).servername
        response.end('ok')
      }),
    )
    const result = await egressWithAuthority().send(post(`https://${NAME}:${server.port}/`))
    expect(result).toMatchObject({ statusCode: 200, body: Buffer.from('ok') })
    expect(servername).toBe(NAME)
  })

  it('for an absolute name is that of the name, which is sent without its final dot', async () => {
    const seen: unknown[] = []
    const lookedUp: string[] = []
    const server = await listening(
      createServer(good, ({ socket, headers }, response) => {
        seen.push([(socket as TLSSocket).servername, headers.host])
        response.end('ok')
      }),
    )
    const egress = testEgress({
      resolve: (hostname) => {
        lookedUp.push(hostname)
        return resolve()
      },
      tls: { ca: authority.cert },
    })
    for (const name of [`${NAME}.`, NAME, `${NAME}.`])
      expect(await egress.send(post(`https://${name}:${server.port}/`))).toMatchObject({ statusCode: 200 })
    // SNI: RFC 6066, 3. Host is the authority as written: RFC 9110, 7.2.
    expect(seen).toEqual([
      [NAME, `${NAME}.:${server.port}`],
      [NAME, `${NAME}:${server.port}`],
      [NAME, `${NAME}.:${server.port}`],
    ])
    expect(lookedUp).toEqual([NAME])
  })

  it('by an unknown authority is tls_failure', async () => {
    const server = await secureServer(good)
    expect(await testEgress({ resolve }).send(post(`https://${NAME}:${server.port}/`))).toMatchObject(
      TLS_FAILURE,
    )
  })

  it('that is self-signed is tls_failure', async () => {
    const server = await secureServer(await selfSigned(NAME))
    expect(await egressWithAuthority().send(post(`https://${NAME}:${server.port}/`))).toMatchObject(
      TLS_FAILURE,
    )
  })

  it('that has expired is tls_failure', async () => {
    const server = await secureServer(await authority.issue([NAME], -1))
    expect(await egressWithAuthority().send(post(`https://${NAME}:${server.port}/`))).toMatchObject(
      TLS_FAILURE,
    )
  })

  it.each([`https://other.example`, 'https://127.0.0.1'])(
    'for another name is tls_failure: %s',
    async (origin) => {
      const server = await secureServer(good)
      expect(await egressWithAuthority().send(post(`${origin}:${server.port}/`))).toMatchObject(TLS_FAILURE)
    },
  )

  it('for another name fails each of many concurrent requests', async () => {
    const server = await secureServer(good)
    const egress = testEgress({ resolve, tls: { ca: authority.cert } })
    const many = Array.from({ length: 20 }, () => egress.send(post(`https://other.example:${server.port}/`)))
    for (const result of await Promise.all(many)) expect(result).toMatchObject(TLS_FAILURE)
  }, 30_000)

  it('is verified regardless of the environment', async () => {
    vi.spyOn(process, 'emitWarning').mockReturnValue() // Node prints a warning
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    const server = await secureServer(await selfSigned(NAME))
    const result = await testEgress({ resolve }).send(post(`https://${NAME}:${server.port}/`))
    vi.unstubAllEnvs()
    vi.restoreAllMocks()
    expect(result).toMatchObject(TLS_FAILURE)
  })
})

describe('a handshake', () => {
  it('below TLS 1.2 is tls_failure', async () => {
    const server = await listening(
      createTlsServer({ ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' }),
    )
    expect(await egressWithAuthority().send(post(`https://${NAME}:${server.port}/`))).toMatchObject(
      TLS_FAILURE,
    )
  })

  it('with a server that speaks plain HTTP is tls_failure', async () => {
    const server = await rawServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    expect(await egressWithAuthority().send(post(`https://${NAME}:${server.port}/`))).toMatchObject(
      TLS_FAILURE,
    )
  })

  it('that requires a client certificate is tls_failure', async () => {
    const server = await listening(
      createServer({ ...good, requestCert: true, rejectUnauthorized: true, ca: authority.cert }),
    )
    const result = await egressWithAuthority().send(post(`https://${NAME}:${server.port}/`))
    expect(result).toMatchObject({ kind: 'error' })
    expect(result.durationMs).toBeLessThan(2_000)
  })

  it('of HTTP/2 is not offered', async () => {
    let offered: unknown
    const server = await listening(
      createServer(
        {
          ...good,
          ALPNCallback: ({ protocols }) => {
            offered = protocols
            return 'http/1.1'
          },
        },
        (_request, response) => response.end(),
      ),
    )
    await egressWithAuthority().send(post(`https://${NAME}:${server.port}/`))
    expect(offered).toEqual(['http/1.1'])
  })
})

describe('a reused TLS connection', () => {
  it('carries another request, which is sent again if the connection was just closed', async () => {
    const seen: string[] = []
    let connections = 0
    const server = await listening(
      createTlsServer(good, (socket) => {
        const connection = connections++
        let requests = 0
        socket.on('error', () => {})
        socket.on('data', () => {
          const request = requests++
          seen.push(`${connection}.${request}`)
          if (connection === 0 && request === 1) socket.end()
          else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
        })
      }),
    )
    const egress = testEgress({ resolve, tls: { ca: authority.cert } })
    const url = `https://${NAME}:${server.port}/`
    expect(await egress.send(post(url))).toMatchObject({ statusCode: 200 })
    expect(await egress.send(post(url))).toMatchObject({ statusCode: 200 })
    expect(seen).toEqual(['0.0', '0.1', '1.0'])
  })
})
