import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { afterEach, describe, expect, it } from 'vitest'
import { ChosenIds } from './chosen-ids.ts'
import { inSpan, isTracing, startSpan } from './spans.ts'
import { setTracing } from './tracing.ts'

const TRACE_ID = '1'.repeat(32)
const SPAN_ID = '2'.repeat(16)
const PARENT = { traceId: '3'.repeat(32), spanId: '4'.repeat(16), sampled: true }

function record(): InMemorySpanExporter {
  const exporter = new InMemorySpanExporter()
  const ids = new ChosenIds()
  const provider = new TracerProvider({
    idGenerator: ids,
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  })
  setTracing({ tracer: provider.getTracer('test'), chooseIds: (next) => ids.choose(next) })
  return exporter
}

describe('a span', () => {
  afterEach(() => setTracing(undefined))

  it('is none while tracing is off, and its options are not made', async () => {
    const options = () => {
      throw new Error('not called')
    }
    expect(isTracing()).toBe(false)
    expect(startSpan('claim', options)).toBeUndefined()
    expect(await inSpan('store', options, async (span) => [span, 'done'])).toEqual([undefined, 'done'])
  })

  it('continues its parent, and has a context to continue', async () => {
    const exporter = record()
    const context = await inSpan(
      'store',
      () => ({ parent: PARENT }),
      async (span) => span?.context,
    )

    const [span] = exporter.getFinishedSpans()
    expect(span?.spanContext()).toMatchObject({ traceId: PARENT.traceId, spanId: context?.spanId })
    expect(span?.parentSpanContext?.spanId).toBe(PARENT.spanId)
    expect(context).toMatchObject({ traceId: PARENT.traceId, sampled: true })
  })

  it('of an unrecorded parent is not recorded', async () => {
    const exporter = record()
    const parent = { ...PARENT, sampled: false }
    const context = await inSpan(
      'store',
      () => ({ parent }),
      async (span) => span?.context,
    )

    expect(context).toMatchObject({ traceId: PARENT.traceId, sampled: false })
    expect(exporter.getFinishedSpans()).toEqual([])
  })

  it('has the chosen ids, and the next one has others', () => {
    record()
    const chosen = startSpan('deliver', () => ({ parent: undefined, traceId: TRACE_ID, spanId: SPAN_ID }))
    const next = startSpan('deliver', () => ({ parent: undefined }))

    expect(chosen?.context).toEqual({ traceId: TRACE_ID, spanId: SPAN_ID, sampled: true })
    expect(next?.context.traceId).not.toBe(TRACE_ID)
    expect(next?.context.spanId).not.toBe(SPAN_ID)
  })

  it('fails with the code of what its work throws, without the message', async () => {
    const exporter = record()
    const failure = Object.assign(new Error('password hunter2'), { code: 'ECONNREFUSED' })
    const failing = inSpan(
      'record',
      () => ({ parent: PARENT }),
      () => Promise.reject(failure),
    )
    await expect(failing).rejects.toBe(failure)

    const [span] = exporter.getFinishedSpans()
    expect(span?.attributes).toEqual({ 'error.type': 'ECONNREFUSED' })
    expect(span?.status).toEqual({ code: 2 })
    expect(span?.events).toEqual([])
  })

  it('begins when it is told to', () => {
    const exporter = record()
    startSpan('claim', () => ({ parent: PARENT, startMs: performance.now() - 5000 }))?.end()

    const [seconds = 0, nanoseconds = 0] = exporter.getFinishedSpans()[0]?.duration ?? []
    expect(seconds + nanoseconds / 1e9).toBeCloseTo(5, 1)
  })
})
