import { ExportResultCode } from '@opentelemetry/core'
import { type ReadableSpan, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace'
import { describe, expect, it } from 'vitest'
import { boundedExport } from './bounded-export.ts'
import { onLostSpans } from './lost-spans.ts'

type Done = Parameters<SpanExporter['export']>[1]

/** An exporter whose exports the test ends, the spans that it was given, and a tracer that exports there. */
function createExport() {
  const exports: { spans: ReadableSpan[]; done: Done }[] = []
  const exporter: SpanExporter = {
    export: (spans, done) => void exports.push({ spans, done }),
    shutdown: async () => {},
  }
  const options = { waitingMax: 10, batchMax: 4, intervalMs: 60_000, timeoutMs: 60_000 }
  const provider = new TracerProvider({ spanProcessors: [boundedExport({ exporter, ...options })] })
  const tracer = provider.getTracer('test')
  let lost = 0
  onLostSpans((count) => {
    lost += count
  })
  return {
    exports,
    lost: () => lost,
    end: (count: number) => {
      for (let n = 0; n < count; n++) tracer.startSpan('store').end()
    },
  }
}

describe('boundedExport', () => {
  it('loses what does not fit beside an export that hangs, and counts it', () => {
    const { exports, end, lost } = createExport()
    end(4)
    expect(exports.map(({ spans }) => spans.length)).toEqual([4])
    end(10)
    expect(lost()).toBe(0)
    end(5)
    expect(lost()).toBe(5)
    expect(exports).toHaveLength(1)
  })

  it('loses the spans of a failed export, counts them, and goes on', async () => {
    const { exports, end, lost } = createExport()
    end(8)
    exports[0]?.done({ code: ExportResultCode.FAILED, error: new Error('refused') })
    await new Promise(setImmediate)
    expect(lost()).toBe(4)
    expect(exports.map(({ spans }) => spans.length)).toEqual([4, 4])
    exports[1]?.done({ code: ExportResultCode.SUCCESS })
    await new Promise(setImmediate)
    expect(lost()).toBe(4)
  })
})
