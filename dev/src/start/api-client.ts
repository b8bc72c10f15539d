import { z } from 'zod'

const CALL_MS = 10_000
const Page = z.object({ data: z.array(z.unknown()), nextCursor: z.string().nullable() })

export type ApiClient = {
  /**
   * Sends one request and returns the JSON of the reply, or undefined without a body.
   * @throws for any status but 2xx
   */
  call(method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<unknown>
  /** Reads all pages of a list. */
  list(path: string): Promise<unknown[]>
}

/** A client of the API with the admin key. */
export function createApiClient(origin: string, adminKey: string): ApiClient {
  const call: ApiClient['call'] = async (method, path, body) => {
    const reply = await fetch(origin + path, {
      method,
      headers: {
        authorization: `Bearer ${adminKey}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      signal: AbortSignal.timeout(CALL_MS),
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await reply.text()
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text.slice(0, 300)}`)
    return text === '' ? undefined : JSON.parse(text)
  }
  return {
    call,
    async list(path) {
      const all: unknown[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
        const page: z.infer<typeof Page> = Page.parse(await call('GET', `${path}?limit=250${from}`))
        all.push(...page.data)
        cursor = page.nextCursor
      }
      return all
    },
  }
}
