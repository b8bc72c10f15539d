import type { HmacAlgorithm, SignatureEncoding } from './encodings.ts'
import type { LabelledList } from './labelled-values.ts'
import type { TimeUnit } from './signed-time.ts'

/** How a provider signs with HMAC. */
export interface HmacOptions {
  algorithm?: HmacAlgorithm
  encoding: SignatureEncoding
  /** Lower-case name. Of several headers, each that is present has a signature. */
  header: string | readonly string[]
  /** Text before the signature, such as `sha256=`. */
  prefix?: string | undefined
  /**
   * The header is a list of labelled values, such as `t=1,v1=a,v1=b`: the labels of the signatures and, if it is in the
   * list, of the time.
   */
  list?: LabelledList | undefined
  timestampHeader?: string | undefined
  timestampUnit?: TimeUnit
  idHeader?: string | undefined
  /** Template of the signed content: `{body}`, `{timestamp}.{body}`. */
  signs: string
}
