import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An application of Svix with its endpoints. */
export interface FakeApplication {
  id: string
  uid?: string | null
  name: string
  endpoints: FakeEndpoint[]
}

/** An endpoint of Svix, with what has routes of its own. */
export interface FakeEndpoint {
  id: string
  url: string
  secret: string
  headers?: Record<string, string>
  sensitive?: string[]
  /** Other fields of the reply. */
  more?: object
}

export const SVIX_TOKEN = 'testsk_of_no_account'

/** A Svix server, as far as importing reads it: https://api.svix.com/docs. Its pages have two items. */
export interface FakeSvix {
  url: string
  /** Method and path of each request. */
  requests: string[]
  /** Replies to the next request with this status. */
  failNext(status: number): void
  close(): Promise<void>
}

const PAGE = 2

export async function startFakeSvix(applications: readonly FakeApplication[]): Promise<FakeSvix> {
  const requests: string[] = []
  const failures: number[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost')
    requests.push(`${request.method} ${url.pathname}`)
    const reply = (status: number, body: object) =>
      response
        .writeHead(status, { 'content-type': 'application/json', 'retry-after': '0' })
        .end(JSON.stringify(body))
    const failure = failures.shift()
    if (failure !== undefined) return reply(failure, { code: 'rate_limit' })
    if (request.headers.authorization !== `Bearer ${SVIX_TOKEN}`)
      return reply(401, { code: 'authentication_failed' })
    const found = bodyAt(applications, url)
    return reply(found === undefined ? 404 : 200, found ?? { code: 'not_found' })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    failNext: (status) => void failures.push(status),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function bodyAt(
  applications: readonly FakeApplication[],
  { pathname, searchParams }: URL,
): object | undefined {
  const [, appId, kind, endpointId, part] =
    /^\/api\/v1\/app(?:\/([^/]+))?(?:\/(endpoint))?(?:\/([^/]+))?(?:\/(secret|headers))?$/.exec(pathname) ??
    []
  if (appId === undefined) return page(applications.map(applicationOut), searchParams)
  const application = applications.find(({ id, uid }) => id === appId || uid === appId)
  if (application === undefined) return undefined
  if (kind === undefined) return applicationOut(application)
  if (endpointId === undefined) return page(application.endpoints.map(endpointOut), searchParams)
  const endpoint = application.endpoints.find(({ id }) => id === endpointId)
  if (endpoint === undefined) return undefined
  if (part === 'secret') return { key: endpoint.secret }
  if (part === 'headers') return { headers: endpoint.headers ?? {}, sensitive: endpoint.sensitive ?? [] }
  return endpointOut(endpoint)
}

function applicationOut({ id, uid = null, name }: FakeApplication) {
  return { id, uid, name, metadata: {}, rateLimit: null, createdAt: '2026-01-01T00:00:00Z' }
}

function endpointOut({ id, url, more }: FakeEndpoint): { id: string } {
  return {
    id,
    url,
    description: '',
    disabled: false,
    filterTypes: null,
    metadata: {},
    version: 1,
    ...more,
  } as {
    id: string
  }
}

function page(items: readonly { id: string }[], query: URLSearchParams) {
  const after = query.get('iterator')
  const start = after === null ? 0 : items.findIndex(({ id }) => id === after) + 1
  const data = items.slice(start, start + PAGE)
  return { data, iterator: data.at(-1)?.id ?? null, prevIterator: null, done: start + PAGE >= items.length }
}
