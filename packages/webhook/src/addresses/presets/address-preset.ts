/** The addresses from which a provider says that it sends webhooks. */
export interface AddressPreset {
  /** Ranges of both families. */
  readonly cidrs: readonly string[]
  /** Where the provider publishes them. */
  readonly page: string
  /** When they were last compared with the page: `YYYY-MM-DD`. */
  readonly asOf: string
}
