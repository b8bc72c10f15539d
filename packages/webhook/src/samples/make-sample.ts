import type { ProviderName } from '../providers/catalogue.ts'
import { SAMPLES } from './catalogue.ts'
import type { ProviderSamples, SampleContext, SampleData } from './sample.ts'
import { setValues } from './set-values.ts'

/** Which sample to make, and what to change in it. */
export interface SampleChoice {
  /** Of the provider, such as `payment_intent.succeeded`. Default: its most common one. */
  type?: string | undefined
  /** Data that replaces the sample's. */
  data?: SampleData | undefined
  /** Whether `data` was sent before, so that it needs a new id of the provider. */
  isSentBefore?: boolean | undefined
  /** Values at paths of the data, such as `data.object.amount`. */
  set?: Readonly<Record<string, unknown>> | undefined
}

/** A message of a provider, not yet signed. */
export interface Sample {
  type: string
  /** With lower-case names. */
  headers: Record<string, string>
  body: Uint8Array
}

/** A provider has no sample of this type. */
export class UnknownSampleError extends Error {
  override readonly name = 'UnknownSampleError'
}

/** For providers without samples: those who send data of their own name what they need. */
const WITHOUT_SAMPLES: ProviderSamples = { types: {} }

/**
 * Makes a message as the provider sends it.
 *
 * @throws {UnknownSampleError} without `data` if the provider has no sample of the type.
 * @throws {UnknownPathError} for a path in `set` that the data does not have.
 */
export function makeSample(provider: ProviderName, choice: SampleChoice, context: SampleContext): Sample {
  const samples = SAMPLES[provider] ?? WITHOUT_SAMPLES
  const [first] = Object.keys(samples.types)
  const type = choice.type ?? first ?? 'message'
  const chosen = choice.data ?? sampleOf(provider, samples, type)(context)
  const renewed = choice.isSentBefore === true ? (samples.renew?.(chosen, context) ?? chosen) : chosen
  const data = setValues(renewed, choice.set ?? {})
  const headers = samples.headers?.({ type, data, context }) ?? {}
  return { type, ...encoded(samples, data, headers) }
}

function sampleOf(provider: ProviderName, { types }: ProviderSamples, type: string) {
  const sample = Object.hasOwn(types, type) ? types[type] : undefined
  if (sample !== undefined) return sample
  const names = Object.keys(types)
  throw new UnknownSampleError(
    names.length === 0
      ? `There are no samples of ${provider}. Send data of your own`
      : `There is no sample "${type}" of ${provider}. There are ${names.join(', ')}`,
  )
}

function encoded(
  { format, isList = false }: ProviderSamples,
  data: SampleData,
  headers: Record<string, string>,
) {
  if (format === 'form') {
    const fields = Object.entries(data).map(([name, value]): [string, string] => [
      name,
      // Numbers to the digit: `String` does not know those that a double does not hold.
      typeof value === 'string' ? value : JSON.stringify(value),
    ])
    const body = Buffer.from(new URLSearchParams(fields).toString())
    return { headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, body }
  }
  const body = Buffer.from(JSON.stringify(isList ? [data] : data))
  return { headers: { 'content-type': 'application/json', ...headers }, body }
}
