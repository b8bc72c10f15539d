import { type Page, Problem } from '@posthorn/contracts'
import { ConfigError } from '@posthorn/runtime/config'

const ANSWER_MS_MAX = 30_000
const PAGE_LIMIT = 250

/** The API, with the admin key. */
export interface AdminApi {
  get<Body>(path: string): Promise<Body>
  post<Body>(path: string): Promise<Body>
  /** The items of all pages of a list. */
  list<Item>(path: string): Promise<Item[]>
}

/**
 * @param baseUrl of the API
 * @returns functions that throw a ConfigError with the API's own words when it refuses a request
 */
export function createAdminApi(baseUrl: string, adminKey: string): AdminApi {
  async function call<Body>(method: 'GET' | 'POST', path: string): Promise<Body> {
    const url = `${baseUrl.replace(/\/+$/, '')}${path}`
    const reply = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${adminKey}` },
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    }).catch((cause: unknown) => {
      throw new ConfigError(`${url} does not answer (${reasonOf(cause)}): name the API with --url`)
    })
    const body: unknown = await reply.json().catch(() => undefined)
    if (reply.ok) return body as Body
    const problem = Problem.safeParse(body)
    const detail = problem.success ? (problem.data.detail ?? problem.data.title) : 'no problem in the reply'
    throw new ConfigError(`${method} ${url}: ${reply.status}: ${detail}`)
  }

  async function list<Item>(path: string): Promise<Item[]> {
    const items: Item[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const from: string = cursor === '' ? '' : `&cursor=${cursor}`
      const page: Page<Item> = await call('GET', `${path}?limit=${PAGE_LIMIT}${from}`)
      items.push(...page.data)
      cursor = page.nextCursor
    }
    return items
  }

  return { get: (path) => call('GET', path), post: (path) => call('POST', path), list }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  return cause instanceof Error ? ((cause as { code?: string }).code ?? cause.message) : String(cause)
}
