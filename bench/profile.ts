/** How much of everything there is. */
export interface Profile {
  name: 'full' | 'quick'
  /** How long a throughput is measured, after the warm-up. */
  seconds: number
  /** How long a raw loop is measured, after its warm-up. */
  rawSeconds: number
  rawWarmUpSeconds: number
  /** How long latencies are measured at each rate, after the warm-up. */
  latencySeconds: number
  /** At which rates, and with events of what size. */
  latencyRates: readonly number[]
  latencyBytes: readonly number[]
  /** What services do in their first seconds is slower: V8 has not compiled them yet. */
  warmUpSeconds: number
  /** How long to wait for the machine to be quiet, at most. */
  quietSecondsMax: number
  backlog: number
  /** Of two workers: a worker that is up first takes some thousand at once. */
  sharedBacklog: number
  /** How much of it each has to take, from 0 to 1. In a short time chance weighs more. */
  workerShareMin: number
  waiting: number
  endpoints: number
  /** Events to 100 endpoints each. */
  fanOuts: number
  /** What a tenant has beside which another one is measured: events, and endpoints for one event. */
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
    warmUpSeconds: 4,
    quietSecondsMax: 120,
    backlog: 50_000,
    sharedBacklog: 50_000,
    workerShareMin: 0.3,
    waiting: 1_000_000,
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
    warmUpSeconds: 0.5,
    quietSecondsMax: 0,
    backlog: 3000,
    sharedBacklog: 9000,
    workerShareMin: 0.1,
    waiting: 30_000,
    endpoints: 1000,
    fanOuts: 20,
    hogBacklog: 2000,
    hogEndpoints: 100,
  },
} as const satisfies Record<string, Profile>
