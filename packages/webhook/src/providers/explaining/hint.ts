/** What is probably wrong with a request that is not authentic. docs/errors.md describes each. */
export const HINT_CODES = [
  'only_time_differs',
  'body_rewritten',
  'body_line_breaks',
  'body_byte_order_mark',
  'body_encoding',
  'secret_encoding',
  'secret_of_other_source',
  'test_or_live',
  'url_changed',
  'header_names',
  'signature_encoding',
  'other_provider',
  'no_key_of_kind',
] as const

/** One of {@link HINT_CODES}. */
export type HintCode = (typeof HINT_CODES)[number]

/** A mistake, as a sentence that says what to do. Has no secret, and no signature. */
export interface Hint {
  code: HintCode
  message: string
  /** Whether the request verifies without the mistake. Otherwise it is a possibility. */
  confirmed: boolean
  /** The URL with which it verifies. */
  url?: string
  /** The source with whose secret it verifies. */
  sourceId?: string
}
