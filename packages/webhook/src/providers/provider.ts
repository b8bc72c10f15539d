import type { KeyObject } from 'node:crypto'
import type { z } from 'zod'
import type { AddressPreset } from '../addresses/presets/address-preset.ts'

/** A request's headers with lower-case names, as node's http provides them. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>

/** Why a request is not authentic. Recorded for the tenant; the sender sees only `invalid_signature`. */
export type RejectionCause =
  | 'missing_header'
  | 'malformed_header'
  | 'unknown_version'
  | 'signature_mismatch'
  | 'timestamp_too_old'
  | 'timestamp_too_new'

/** A request that is not authentic. */
export interface Unverified {
  verified: false
  cause: RejectionCause
  /** Which header or time it is, as sentences for the tenant. Has no secret and no signature. */
  detail?: string
}

/** Whether a request was signed with one of the source's secrets, is unmodified and within the tolerance. */
export type Verdict = { verified: true } | Unverified

/**
 * Fetches the text at an https URL of a provider: a certificate, or a set of keys. Forged requests can name any path on the
 * provider's host, so implementations cache results, also missing ones, limit the rate, and have a deadline.
 *
 * @param body JSON of a POST request; without it, GET.
 * @param options.isRefreshed the cached text lacks a key that a request names: it is fetched again, unless it is new.
 * @returns undefined when the provider replies that there is no such text (4xx).
 * @throws {KeyUnavailableError} when the provider does not answer.
 */
export type FetchText = (
  url: string,
  body?: string,
  options?: { isRefreshed?: boolean },
) => Promise<string | undefined>

/** A key of a provider cannot be fetched now, so a request is neither authentic nor forged: it must be sent again. */
export class KeyUnavailableError extends Error {
  override readonly name = 'KeyUnavailableError'
}

/** A request without its body, and what its source expects of it. */
export interface RequestHead<Config = ProviderConfig> {
  headers: Headers
  /** In capitals. */
  method: string
  /** The URL that the provider called: the source's public URL, with the query of the request. */
  url: string
  /** The source's `config`, as {@link Provider.config} has parsed it. */
  config: Config
  /** Maximum difference between the signed time and `now`, in both directions, inclusive. */
  toleranceSeconds: number
  now: Date
  /** For providers whose keys must be fetched. */
  fetchText?: FetchText | undefined
}

/** A source's `config`. Its members depend on the provider. */
export type ProviderConfig = Readonly<Record<string, unknown>>

/**
 * The signatures in the headers of a request. Parsing them is cheap and done before the body is read; a
 * {@link SignatureCheck} then verifies them with the body.
 */
export interface RequestSignatures {
  /** The signed time in unix seconds; undefined if the provider signs none, or only in the body. */
  signedAt: number | undefined
  /** Starts to verify with a key; undefined if no signature is of the key's kind. */
  checkWith(key: VerificationKey): KeyCheck | undefined
  /** The bytes that are signed, to be shown; missing if the signature does not cover the body as a whole. */
  signedBytes?(body: Uint8Array): Uint8Array | undefined
}

/** Verifies the signatures of a request with one key. */
export interface KeyCheck {
  /** Adds the next bytes of the body, for schemes that hash it while it arrives. */
  update?(chunk: Uint8Array): void
  /**
   * The verdict. Called once, after the whole body was added.
   *
   * @throws {KeyUnavailableError} when a key must be fetched and cannot.
   */
  verify(body: WholeBody): Verdict | Promise<Verdict>
}

/** Returns a prefix and the body in one buffer. */
export type WholeBody = (prefix: Uint8Array) => Uint8Array

/** How a provider signs. */
export interface SignatureScheme<Config = ProviderConfig> {
  /** Parses the signature headers. Never throws, with any headers. */
  signaturesIn(head: RequestHead<Config>): RequestSignatures | Unverified
  /**
   * Signs as the provider does. Missing where only the provider can: with its private key.
   *
   * @returns undefined if it does not sign with keys of this kind.
   */
  sign?(request: UnsignedRequest<Config>, key: VerificationKey): SignedParts | undefined
}

/** A request that is to be signed as its provider does. */
export interface UnsignedRequest<Config = ProviderConfig> {
  /** In capitals. */
  method: string
  /** The URL that the provider calls. */
  url: string
  /** With lower-case names. */
  headers: Readonly<Record<string, string>>
  body: Uint8Array
  /** The source's `config`, as {@link Provider.config} has parsed it. */
  config: Config
  /** A new id, for schemes that sign one. */
  id: string
  /** The signed time. */
  now: Date
}

/** What a signature adds to a request, and what it replaces there. */
export interface SignedParts {
  /** With lower-case names. */
  headers: Readonly<Record<string, string>>
  body?: Uint8Array
  url?: string
}

/** A key that verifies requests. Its kind depends on the stored secret, never on the request. */
export type VerificationKey =
  /** Made by `hmacKey`. */
  | { kind: 'hmac'; key: string | Uint8Array; keyObject: KeyObject }
  | { kind: 'ed25519'; publicKey: KeyObject }
  | { kind: 'ecdsa-p256'; publicKey: KeyObject }
  /** Sent with each request, or with requests to the provider. */
  | { kind: 'token'; token: string }
  /** The source has no key of its own: the provider publishes its keys, or does not sign. */
  | { kind: 'none' }

/** The form of a secret or public key, as the provider shows it. */
export interface KeyForm {
  /** What the provider calls it. */
  label: string
  /** For people who fill in a form. */
  description: string
  example: string
  /**
   * @param config of the source, which may say how the text is encoded.
   * @throws {InvalidSecretError} with the expected form, never with the text.
   */
  parse(text: string, config: ProviderConfig): VerificationKey
  /**
   * Checks a text before it is stored, beyond {@link parse}, which is for every use.
   *
   * @throws {InvalidSecretError}
   */
  assert?(text: string): void
}

/** A verified request. */
export interface VerifiedRequest<Config = ProviderConfig> {
  headers: Headers
  body: Uint8Array
  config: Config
}

/** The content of a verified request, or of one event of it. */
export type InboundEvent = {
  /** The provider's name of the event, not yet an event type. */
  providerType: string
  /** The provider's id of the message, the same in each retry; undefined without one. */
  id: string | undefined
  /** The event's data, a JSON text in UTF-8, if it is not the body itself: a part of it, the field of a form, or opaque data. */
  data?: Uint8Array
  /** The event is a part of the body, which may have others: the data is all that belongs to it. */
  isPart?: boolean
}

/** What the provider expects in answer to a request. */
export interface ProviderReply {
  status: number
  contentType?: string
  /** Undefined for the body that every provider gets. */
  body?: string
}

/** The answer to a request that sets the webhook up and carries no event. */
export type Handshake =
  | { kind: 'reply'; reply: ProviderReply }
  /** Send a GET request to this URL, then reply with 200. */
  | { kind: 'confirm'; url: string }

/** How a provider proves that a URL belongs to its owner. */
export interface Handshakes<Config = ProviderConfig> {
  /** Answers a GET request; undefined if it is not authentic. Not signed. */
  get?(request: {
    query: URLSearchParams
    config: Config
    keys: readonly VerificationKey[]
  }): ProviderReply | undefined
  /** Answers a POST request that this key verified; undefined if it carries an event. Never throws. */
  post?(request: VerifiedRequest<Config> & { key: VerificationKey }): Handshake | undefined
}

/** How a provider signs and formats its webhooks. */
export interface Provider {
  readonly name: string
  readonly title: string
  readonly docsUrl: string
  /** Where its webhooks come from; undefined if it does not publish that, or Posthorn does not know it. */
  readonly addresses: AddressPreset | undefined
  /** What to do in the provider's settings, in order. */
  readonly setup: readonly string[]
  /** The form of `secrets`; undefined if the source has none. */
  readonly secret: KeyForm | undefined
  /** The form of `publicKey`; undefined if the source has none. */
  readonly publicKey: KeyForm | undefined
  /** What a source needs beyond its keys. */
  readonly config: z.ZodType<ProviderConfig>
  /** How duplicates are found: by the provider's id, which it signs or not, or by body if it has none. */
  readonly dedupe: 'signed-id' | 'unsigned-id' | 'body'
  /** Names of the headers that are stored with the event. */
  readonly storedHeaders: readonly string[]
  readonly handshakes: Handshakes
  /** Replaces the reply to an accepted or repeated request. */
  readonly reply: ProviderReply | undefined

  /** @throws {InvalidSecretError} when the text cannot be a secret of this provider. */
  assertSecret(secret: string, config?: ProviderConfig): void

  /** @throws {InvalidSecretError} when the text cannot be a public key of this provider. */
  assertPublicKey(publicKey: string): void

  /** Parses the signature headers. Never throws, with any headers. */
  signaturesIn(head: RequestHead): RequestSignatures | Unverified

  /** Signs a request with a key of a source; undefined if only the provider can, with its private key. */
  sign(request: UnsignedRequest, key: VerificationKey): SignedParts | undefined

  /** The keys in stored secrets and public keys. An invalid one is skipped, so that the others are still tried. */
  keysOf(texts: readonly string[], config?: ProviderConfig): VerificationKey[]

  /**
   * Reads all events of a verified request.
   *
   * @throws {UnreadablePayloadError} when it is not in the provider's format.
   */
  readEvents(request: VerifiedRequest): InboundEvent[]
}

/** A verified request is not in its provider's format. The message explains to the tenant what is wrong. */
export class UnreadablePayloadError extends Error {
  override readonly name = 'UnreadablePayloadError'
}

export const VERIFIED: Verdict = { verified: true }

/** The verdict on a request that is not authentic. */
export function rejected(cause: RejectionCause, detail?: string): Unverified {
  return { verified: false, cause, ...(detail !== undefined && { detail }) }
}

/** @returns the verdict for a result of a comparison. */
export function verdictOf(isValid: boolean): Verdict {
  return isValid ? VERIFIED : rejected('signature_mismatch')
}
