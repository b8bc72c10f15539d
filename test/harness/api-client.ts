import { request } from 'undici'

export interface Reply<Body> {
  status: number
  headers: Record<string, string | string[] | undefined>
  /** The body as text, unchanged. */
  text: string
  body: Body
}

export interface ApiClient {
  get<Body>(path: string, headers?: Record<string, string>): Promise<Reply<Body>>
  post<Body>(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply<Body>>
  put<Body>(path: string, body: unknown): Promise<Reply<Body>>
  patch<Body>(path: string, body: unknown): Promise<Reply<Body>>
  delete<Body>(path: string): Promise<Reply<Body>>
  /** The same API with another key. */
  as(key: string): ApiClient
}

/**
 * Calls an API as its users do. A body that is text or bytes is sent unchanged.
 * @param always headers of each request
 */
export function apiClient(
  baseUrl: string,
  key: string | undefined,
  always: Record<string, string> = {},
): ApiClient {
  async function send<Body>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply<Body>> {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array
    const response = await request(`${baseUrl}${path}`, {
      method,
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...always,
        ...headers,
      },
      body: body === undefined ? null : isRaw ? body : JSON.stringify(body),
    })
    const text = await response.body.text()
    return { status: response.statusCode, headers: response.headers, text, body: parsed(text) as Body }
  }
  return {
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body, headers) => send('POST', path, body, headers),
    put: (path, body) => send('PUT', path, body),
    patch: (path, body) => send('PATCH', path, body),
    delete: (path) => send('DELETE', path),
    as: (otherKey) => apiClient(baseUrl, otherKey, always),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
