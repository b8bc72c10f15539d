import { ROOT_CONTEXT, SpanKind, TraceFlags, trace } from '@opentelemetry/api'
import { SamplingDecision } from '@opentelemetry/sdk-trace'
import { describe, expect, it } from 'vitest'
import { type SamplerName, samplerOf } from './sampler.ts'

/** Of all ids, in the order in which a sampler takes them: one of the first, and one of the last. */
const FIRST_TRACE_ID = '00000000000000000000000000000001'
const LAST_TRACE_ID = 'ffffffff000000000000000000000000'

function isRecorded(name: SamplerName, traceId: string, parent?: TraceFlags): boolean {
  const spanContext = { traceId, spanId: '1'.repeat(16), isRemote: true }
  const context =
    parent === undefined
      ? ROOT_CONTEXT
      : trace.setSpanContext(ROOT_CONTEXT, { ...spanContext, traceFlags: parent })
  const { decision } = samplerOf(name, 0.5).shouldSample(context, traceId, 'store', SpanKind.INTERNAL, {}, [])
  return decision === SamplingDecision.RECORD_AND_SAMPLED
}

describe('samplerOf', () => {
  it.each<[SamplerName, boolean, boolean]>([
    ['always_on', true, true],
    ['always_off', false, false],
    ['traceidratio', true, false],
    ['parentbased_always_on', true, true],
    ['parentbased_always_off', false, false],
    ['parentbased_traceidratio', true, false],
  ])(
    '%s with half of the traces: without a parent records the first id %s, the last %s',
    (name, first, last) => {
      expect(isRecorded(name, FIRST_TRACE_ID)).toBe(first)
      expect(isRecorded(name, LAST_TRACE_ID)).toBe(last)
    },
  )

  it.each<SamplerName>(['parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'])(
    '%s follows a parent',
    (name) => {
      expect(isRecorded(name, LAST_TRACE_ID, TraceFlags.SAMPLED)).toBe(true)
      expect(isRecorded(name, FIRST_TRACE_ID, TraceFlags.NONE)).toBe(false)
    },
  )
})
