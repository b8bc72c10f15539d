/** How much of everything there is. */
export interface Profile {
  name: 'full' | 'quick'
  /** How long a throughput is measured. */
  seconds: number
  /** How long a raw loop is measured. */
  rawSeconds: number
  /** How long latencies are measured at each rate, after the warm-up. */
  latencySeconds: number
  warmUpSeconds: number
  backlog: number
  waiting: number
  endpoints: number
  /** Events to 100 endpoints each. */
  fanOuts: number
}

export const PROFILES = {
  full: {
    name: 'full',
    seconds: 10,
    rawSeconds: 4,
    latencySeconds: 15,
    warmUpSeconds: 4,
    backlog: 50_000,
    waiting: 1_000_000,
    endpoints: 10_000,
    fanOuts: 300,
  },
  quick: {
    name: 'quick',
    seconds: 2,
    rawSeconds: 1,
    latencySeconds: 3,
    warmUpSeconds: 1,
    backlog: 4000,
    waiting: 50_000,
    endpoints: 1000,
    fanOuts: 20,
  },
} as const satisfies Record<string, Profile>
