import type { ProviderName } from '@posthorn/webhook'

/** A webhook to be sent as a provider does. */
export interface TriggerRequest {
  provider: ProviderName
  /** Undefined: the most common one. */
  type: string | undefined
  /** Values at paths of the data. */
  set: Readonly<Record<string, unknown>> | undefined
  /** Replaces the sample. */
  data: Record<string, unknown> | undefined
  /** An event whose data replaces the sample. */
  fromEventId: string | undefined
}
