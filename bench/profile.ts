/** Sizes and durations of the scenarios. */
export interface Profile {
  name: 'full' | 'quick'
  /** Duration of a throughput measurement, after the warm-up. */
  seconds: number
  /** Duration of a raw loop, after its warm-up. */
  rawSeconds: number
  rawWarmUpSeconds: number
  /** Duration of a latency measurement at each rate, after the warm-up. */
  latencySeconds: number
  /** Rates of the latency measurements, and sizes of their events. */
  latencyRates: readonly number[]
  latencyBytes: readonly number[]
  /** Rates of the scenario `rates`, and the duration at each. */
  rates: readonly number[]
  rateSeconds: number
  /** Duration of the no-op at each of them. */
  noOpSeconds: number
  /** Duration of a measurement without load, and how long to wait for it, at most. */
  idleSeconds: number
  settleSecondsMax: number
  /** Services are slower in their first seconds, until V8 has compiled them. */
  warmUpSeconds: number
  /** How long to wait for an idle machine, at most. */
  quietSecondsMax: number
  backlog: number
  /** The backlog of two workers: the first to start claims some thousand deliveries at once. */
  sharedBacklog: number
  /** The minimum share of each worker, from 0 to 1. Short runs vary more. */
  workerShareMin: number
  waiting: number
  /** Deliveries in the dropped partition. */
  expired: number
  /** Deliveries whose filters are measured. */
  listed: number
  endpoints: number
  /** Events to 100 endpoints each. */
  fanOuts: number
  /** The size of the tenant beside the measured one: events, and endpoints for one event. */
  hogBacklog: number
  hogEndpoints: number
}

export const PROFILES = {
  full: {
    name: 'full',
    seconds: 10,
    rawSeconds: 2,
    rawWarmUpSeconds: 1,
    latencySeconds: 15,
    latencyRates: [50, 200, 1000],
    latencyBytes: [1500, 7200],
    rates: [10, 50, 200, 500],
    rateSeconds: 10,
    noOpSeconds: 4,
    idleSeconds: 8,
    settleSecondsMax: 20,
    warmUpSeconds: 4,
    quietSecondsMax: 120,
    backlog: 50_000,
    sharedBacklog: 50_000,
    workerShareMin: 0.3,
    waiting: 1_000_000,
    expired: 1_000_000,
    listed: 10_000_000,
    endpoints: 10_000,
    fanOuts: 300,
    hogBacklog: 20_000,
    hogEndpoints: 2000,
  },
  quick: {
    name: 'quick',
    seconds: 1,
    rawSeconds: 0.4,
    rawWarmUpSeconds: 0.2,
    latencySeconds: 1.5,
    latencyRates: [200],
    latencyBytes: [1500],
    rates: [50, 200],
    rateSeconds: 1.5,
    noOpSeconds: 1,
    idleSeconds: 1,
    settleSecondsMax: 3,
    warmUpSeconds: 0.5,
    quietSecondsMax: 0,
    backlog: 3000,
    sharedBacklog: 18_000,
    workerShareMin: 0.1,
    waiting: 30_000,
    expired: 30_000,
    listed: 30_000,
    endpoints: 1000,
    fanOuts: 20,
    hogBacklog: 2000,
    hogEndpoints: 100,
  },
} as const satisfies Record<string, Profile>
