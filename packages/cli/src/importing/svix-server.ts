import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { CliError } from '../process/cli-error.ts'
import { EXIT_CODES } from '../process/exit-code.ts'

const PAGE_SIZE = 250
const TRIES = 5
const TIMEOUT_MS = 30_000
const PAUSE_MS = 500

const Application = z.object({
  id: z.string(),
  uid: z.string().nullish(),
  name: z.string(),
  metadata: z.record(z.string(), z.string()).default({}),
})
/** An application of Svix: a tenant. */
export type SvixApplication = z.infer<typeof Application>

const Endpoint = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string().default(''),
  disabled: z.boolean().default(false),
  filterTypes: z.array(z.string()).nullish(),
  channels: z.array(z.string()).nullish(),
  rateLimit: z.number().nullish(),
  metadata: z.record(z.string(), z.string()).default({}),
})
/** An endpoint of Svix. */
export type SvixEndpoint = z.infer<typeof Endpoint>

const Secret = z.object({ key: z.string() })
const Headers = z.object({
  headers: z.record(z.string(), z.string()).default({}),
  /** Names of headers whose values are not shown. */
  sensitive: z.array(z.string()).default([]),
})
/** The headers of an endpoint of Svix. */
export type SvixHeaders = z.infer<typeof Headers>

/** Reads a Svix server by its public API: https://api.svix.com/docs. Never writes. */
export class SvixServer {
  readonly #url: string
  readonly #token: string

  constructor({ url, token }: { url: string; token: string }) {
    this.#url = url.replace(/\/+$/, '')
    this.#token = token
  }

  applications(): AsyncGenerator<SvixApplication, void> {
    return this.#list('/api/v1/app', Application)
  }

  application(id: string): Promise<SvixApplication> {
    return this.#get(appPath({ id }), Application)
  }

  endpoints(application: SvixApplication): AsyncGenerator<SvixEndpoint, void> {
    return this.#list(`${appPath(application)}/endpoint`, Endpoint)
  }

  /** The signing secret, as its receivers have it. */
  async secret(application: SvixApplication, endpoint: SvixEndpoint): Promise<string> {
    const path = `${endpointPath(application, endpoint)}/secret`
    return (await this.#get(path, Secret)).key
  }

  headers(application: SvixApplication, endpoint: SvixEndpoint): Promise<SvixHeaders> {
    return this.#get(`${endpointPath(application, endpoint)}/headers`, Headers)
  }

  async *#list<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
  ): AsyncGenerator<z.infer<Schema>, void> {
    const Page = z.object({ data: z.array(schema), done: z.boolean(), iterator: z.string().nullish() })
    let iterator: string | undefined
    for (;;) {
      const query = new URLSearchParams({
        limit: `${PAGE_SIZE}`,
        ...(iterator !== undefined && { iterator }),
      })
      const page = await this.#get(`${path}?${query.toString()}`, Page)
      yield* page.data
      if (page.done || page.iterator == null || page.iterator === iterator) return
      iterator = page.iterator
    }
  }

  async #get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> {
    for (let number = 1; ; number += 1) {
      const reply = await this.#fetch(path)
      if (reply.ok) return parsed(path, await reply.text(), schema)
      const isTemporary = reply.status === 429 || reply.status >= 500
      if (!isTemporary || number === TRIES) throw refused(path, reply.status)
      await reply.body?.cancel()
      await sleep(retryAfterMs(reply) ?? PAUSE_MS * 2 ** number)
    }
  }

  async #fetch(path: string): Promise<Response> {
    try {
      return await fetch(this.#url + path, {
        headers: { authorization: `Bearer ${this.#token}`, accept: 'application/json' },
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
    } catch (error) {
      throw new CliError(`${this.#url} does not answer`, EXIT_CODES.unreachable, { cause: error })
    }
  }
}

function parsed<Schema extends z.ZodType>(path: string, text: string, schema: Schema): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    throw new CliError(`the reply of Svix to ${path} is not in its format`, EXIT_CODES.failed, {
      cause: error,
    })
  }
}

function refused(path: string, status: number): CliError {
  const what = `Svix replies to ${path} with status ${status}`
  if (status === 401 || status === 403)
    return new CliError(`${what}: check SVIX_TOKEN`, EXIT_CODES.unauthorized)
  return new CliError(what, status >= 500 ? EXIT_CODES.unreachable : EXIT_CODES.failed)
}

function retryAfterMs({ headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return seconds >= 0 && seconds <= 60 ? seconds * 1000 : undefined
}

function appPath({ id }: { id: string }): string {
  return `/api/v1/app/${encodeURIComponent(id)}`
}

function endpointPath(application: SvixApplication, { id }: SvixEndpoint): string {
  return `${appPath(application)}/endpoint/${encodeURIComponent(id)}`
}
