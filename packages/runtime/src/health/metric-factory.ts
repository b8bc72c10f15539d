import {
  Counter,
  type CounterConfiguration,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  type Registry,
} from 'prom-client'

/** From the response time of a healthy database to the longest timeout of an endpoint. */
const SECONDS_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Registers the metrics of a process. */
export type Metric = ReturnType<typeof createMetricFactory>

/** Creates metrics in a registry. */
export function createMetricFactory(registry: Registry) {
  const registers = [registry]
  return {
    counter<Label extends string>(configuration: CounterConfiguration<Label>) {
      return new Counter<Label>({ ...configuration, registers })
    },
    gauge<Label extends string>(configuration: GaugeConfiguration<Label>): Gauge<Label> {
      return new Gauge<Label>({ ...configuration, registers })
    },
    /** Of times in seconds, unless `buckets` are given. */
    histogram<Label extends string>(configuration: HistogramConfiguration<Label>) {
      return new Histogram<Label>({ buckets: SECONDS_BUCKETS, ...configuration, registers })
    },
  }
}
