import { PosthornError } from '../errors.ts'
import { List, type Page } from '../lists/list.ts'
import type { BodyOf, ItemOf, OperationId, QueryOf, ReplyOf } from '../operation-types.ts'
import type { CallOptions, RequestOptions, WriteOptions } from './request-options.ts'
import type { Method, OpenReply, Transport } from './transport.ts'

/** Calls operations of the API, typed by the names that they have in `/openapi.json`. */
export class Api {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  get<Id extends OperationId>(
    path: string,
    query?: QueryOf<Id>,
    options: CallOptions = {},
  ): Promise<ReplyOf<Id>> {
    return this.json('GET', path, { ...options, query })
  }

  post<Id extends OperationId>(
    path: string,
    body: BodyOf<Id> | undefined,
    options: WriteOptions = {},
  ): Promise<ReplyOf<Id>> {
    return this.json('POST', path, { ...options, body })
  }

  put<Id extends OperationId>(
    path: string,
    body: BodyOf<Id>,
    options: CallOptions = {},
  ): Promise<ReplyOf<Id>> {
    return this.json('PUT', path, { ...options, body })
  }

  patch<Id extends OperationId>(
    path: string,
    body: BodyOf<Id>,
    options: CallOptions = {},
  ): Promise<ReplyOf<Id>> {
    return this.json('PATCH', path, { ...options, body })
  }

  async delete(path: string, options: CallOptions = {}): Promise<void> {
    await this.#transport.text('DELETE', path, options)
  }

  list<Id extends OperationId>(path: string, query?: QueryOf<Id>): List<ItemOf<Id>> {
    return new List((position, options) =>
      this.json<Page<ItemOf<Id>>>('GET', path, { ...options, query: { ...query, ...position } }),
    )
  }

  /** The JSON of the reply; undefined if it has no body. */
  async json<Reply>(method: Method, path: string, options: RequestOptions): Promise<Reply> {
    const text = await this.#transport.text(method, path, options)
    return (text === '' ? undefined : parsed(text)) as Reply
  }

  /** The reply as it arrives. */
  text(method: Method, path: string, options: RequestOptions): Promise<string> {
    return this.#transport.text(method, path, options)
  }

  /** A reply that arrives over time. */
  open(path: string, options: RequestOptions): Promise<OpenReply> {
    return this.#transport.open(path, options)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new PosthornError('The reply is not JSON. Check that `url` is the URL of the API.', {
      code: 'invalid_reply',
      cause,
    })
  }
}
