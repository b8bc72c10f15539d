import { ProblemError } from '@posthorn/contracts'
import type { SecretReference, Subscription } from '@posthorn/database'
import { type InboundEvent, KeyUnavailableError, providerOf, UnreadablePayloadError } from '@posthorn/webhook'
import type { CheckedHeaders } from './check-headers.ts'
import { HandshakeRequest } from './handshake-request.ts'
import { bufferOf, isMatchedInThread, type PayloadReader } from './payload-reader.ts'
import { keyUnavailable, RejectedError } from './rejected.ts'
import type { ReceivedRequest } from './request-record.ts'
import type { SourceKey } from './source-keys.ts'

/** A complete body in blocks: `BodyBlocks` of packages/runtime. */
export interface ReceivedBody {
  readonly length: number
  visit(work: (block: Uint8Array) => void): Promise<void>
  /** Hex SHA-256. */
  hash(): Promise<string>
  /** A copy in one piece, behind a prefix. */
  joined(prefix: Uint8Array): Buffer
  /** A copy of the first `bytesMax` bytes, or of all. */
  first(bytesMax: number): Buffer
}

/** What verification makes of a body: its events, at least one, or why it has none. */
export type VerifiedBody = readonly InboundEvent[] | HandshakeRequest | RejectedError

interface Parts {
  reader: PayloadReader
  received: ReceivedRequest
  body: ReceivedBody
}

/** A request's body, not verified until `verify` says so. It is hashed once, and verified and parsed once for each check. */
export class InboundBody {
  readonly body: ReceivedBody
  readonly #parts: Parts
  readonly #verified = new WeakMap<CheckedHeaders, Promise<VerifiedBody>>()
  #secret: SecretReference | undefined
  #whole: Buffer | undefined
  #hash: Promise<string> | undefined

  constructor(parts: Parts) {
    this.#parts = parts
    this.body = parts.body
  }

  /**
   * The events of the parsed body, at least one, if one of the signatures matches.
   * @param checked the whole body has been added to its check
   * @returns the rejection, if none matches or the body cannot be parsed
   */
  verify(checked: CheckedHeaders): Promise<VerifiedBody> {
    const verified = this.#verified.get(checked) ?? this.#verifyOnce(checked)
    this.#verified.set(checked, verified)
    return verified
  }

  async #verifyOnce(checked: CheckedHeaders): Promise<VerifiedBody> {
    let matched: SourceKey | undefined
    try {
      const result = await checked.signatureCheck.verify((prefix) => this.#joined(prefix))
      if (!result.verified) return checked.rejectionOf(result)
      matched = checked.keys[result.keyIndex]
      this.#secret = matched?.secret
    } catch (error) {
      if (error instanceof KeyUnavailableError) return keyUnavailable(error)
      throw error
    }
    return this.#handshakeOf(checked.source, matched) ?? this.#read(checked.source)
  }

  /** The same, with a check to which the body has not been added. */
  async verifyAfresh(checked: CheckedHeaders): Promise<VerifiedBody> {
    await this.body.visit((block) => checked.signatureCheck.update(block))
    return this.verify(checked)
  }

  /** The subscriptions that may match an event of this body, and its data. */
  async matchSubscriptions(
    {
      tenantId,
      subscriptions,
      type,
    }: { tenantId: string; subscriptions: readonly Subscription[]; type: string },
    inboundEvent: InboundEvent,
  ): Promise<{ subscriptions: readonly Subscription[]; data: Uint8Array }> {
    // The buffer of large bytes is transferred, and other events are in it.
    if (
      inboundEvent.isPart === true &&
      inboundEvent.data !== undefined &&
      isMatchedInThread(inboundEvent.data)
    )
      inboundEvent.data = Uint8Array.from(inboundEvent.data)
    const matching = await this.#parts.reader.matchSubscriptions({
      tenantId,
      subscriptions,
      type,
      data: inboundEvent.data ?? this.whole(),
    })
    // Large bytes were transferred to another thread and back.
    if (inboundEvent.data === undefined) this.#whole = bufferOf(matching.data)
    else inboundEvent.data = matching.data
    return matching
  }

  /** The secret that has verified it; undefined if a public key or a key of the provider has. */
  get secret(): SecretReference | undefined {
    return this.#secret
  }

  /** In one buffer. */
  whole(): Buffer {
    this.#whole ??= this.body.joined(Buffer.alloc(0))
    return this.#whole
  }

  /** Joins the body behind a prefix. `whole` shares the memory, so megabytes are not copied twice. */
  #joined(prefix: Uint8Array): Buffer {
    const joined = this.body.joined(prefix)
    this.#whole ??= joined.subarray(prefix.length)
    return joined
  }

  /** Hex SHA-256. */
  hash(): Promise<string> {
    this.#hash ??= this.body.hash()
    return this.#hash
  }

  /** Answered with the key that verified the request: during a rotation the provider knows only one of them. */
  #handshakeOf(
    source: CheckedHeaders['source'],
    matched: SourceKey | undefined,
  ): HandshakeRequest | undefined {
    const { handshakes } = providerOf(source.provider)
    if (handshakes.post === undefined || matched === undefined) return undefined
    const { headers } = this.#parts.received
    const { config } = source
    const handshake = handshakes.post({ headers, body: this.whole(), config, key: matched.key })
    return handshake && new HandshakeRequest(source, handshake)
  }

  async #read({
    tenantId,
    provider,
    config,
  }: CheckedHeaders['source']): Promise<readonly InboundEvent[] | RejectedError> {
    const { reader, received } = this.#parts
    try {
      const { events, body } = await reader.read({
        tenantId,
        provider,
        config,
        headers: received.headers,
        body: this.whole(),
      })
      this.#whole = body
      return events
    } catch (error) {
      if (!(error instanceof UnreadablePayloadError)) throw error
      const problem = new ProblemError('unreadable_payload', error.message, { cause: error })
      return new RejectedError('unreadable_body', problem, { secret: this.#secret })
    }
  }
}
