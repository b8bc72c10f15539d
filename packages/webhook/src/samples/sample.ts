/** What a sample is made with: ids and times are new in each request. */
export interface SampleContext {
  now: Date
  /** Unix seconds. */
  seconds: number
  /** RFC 3339, UTC. */
  time: string
  /** A prefix and random letters and digits, 16 of them or as many as wanted. */
  id: (prefix?: string, length?: number) => string
  /** A random UUID. */
  uuid: () => string
  /** A random whole number with this number of digits. */
  number: (digits: number) => number
}

/** A JSON object, or the fields of a form. */
export type SampleData = Record<string, unknown>

/** A message whose headers are needed. */
export interface SampleMessage {
  type: string
  data: SampleData
  context: SampleContext
}

/** The samples of a provider, written from its documentation. */
export interface ProviderSamples {
  /** By the provider's name of the event, as in the type of an event. */
  types: Readonly<Record<string, (context: SampleContext) => SampleData>>
  /** Headers beside the signature: those that name the event. */
  headers?(message: SampleMessage): Record<string, string>
  /** Puts a new id of the provider into data that was sent before: otherwise it would be a duplicate. */
  renew?(data: SampleData, context: SampleContext): SampleData
  /** The data are the elements of an array. */
  isList?: boolean
  /** Default: JSON. */
  format?: 'form'
}
