import { onLostSpans } from '@posthorn/tracing'
import type { Metric } from './metric-factory.ts'

/** Spans that did not reach the collector of traces. */
export function observeLostSpans({ counter }: Pick<Metric, 'counter'>): void {
  const lost = counter({
    name: 'posthorn_spans_lost_total',
    help: 'Spans that were not exported, because the collector of traces is slow or down. 0 without a collector.',
  })
  onLostSpans((count) => lost.inc(count))
}
