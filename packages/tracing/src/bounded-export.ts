import { ExportResultCode } from '@opentelemetry/core'
import { BatchSpanProcessor, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace'
import { reportLostSpans } from './lost-spans.ts'

export interface BoundedExportOptions {
  exporter: SpanExporter
  /** Spans that wait for their export. Further ones are lost. */
  waitingMax: number
  /** Spans of one export. */
  batchMax: number
  intervalMs: number
  timeoutMs: number
}

/** Exports spans in batches, one after another, and reports those that are lost: they did not fit, or their export failed. */
export function boundedExport(options: BoundedExportOptions): SpanProcessor {
  const { exporter, waitingMax, batchMax, intervalMs, timeoutMs } = options
  let waiting = 0
  const batches = new BatchSpanProcessor({
    exporter: {
      export(spans, done) {
        waiting -= spans.length
        exporter.export(spans, (result) => {
          if (result.code !== ExportResultCode.SUCCESS) reportLostSpans(spans.length)
          done(result)
        })
      },
      shutdown: () => exporter.shutdown(),
    },
    maxQueueSize: waitingMax,
    maxExportBatchSize: batchMax,
    scheduledDelayMillis: intervalMs,
    exportTimeoutMillis: timeoutMs,
  })
  return {
    onStart() {},
    onEnd(span) {
      if (waiting >= waitingMax) {
        reportLostSpans(1)
        return
      }
      waiting += 1
      batches.onEnd(span)
    },
    forceFlush: () => batches.forceFlush(),
    shutdown: () => batches.shutdown(),
  }
}
