import type { PoolState } from '@posthorn/database'
import type { Metric } from './metric-factory.ts'
import type { ReadinessState } from './readiness-probe.ts'

/** A dependency and its readiness, which is checked at most once a second and never fails. */
export interface ObservedDependency {
  name: string
  state: () => Promise<ReadinessState>
}

export type StoreMetrics = ReturnType<typeof createStoreMetrics>

/** Metrics of a service's PostgreSQL and queue. A scrape reads them from memory: it waits for neither. */
export function createStoreMetrics({ counter, gauge }: Pick<Metric, 'counter' | 'gauge'>) {
  let poolState: (() => PoolState) | undefined
  gauge({
    name: 'posthorn_database_pool_connections',
    help: "Connections of the process's pool to PostgreSQL, by state: used or idle.",
    labelNames: ['state'],
    collect() {
      if (poolState === undefined) return
      const { used, idle } = poolState()
      this.set({ state: 'used' }, used)
      this.set({ state: 'idle' }, idle)
    },
  })
  gauge({
    name: 'posthorn_database_pool_max_connections',
    help: 'Maximum number of connections in the pool of the process.',
    collect() {
      this.set(poolState?.().max ?? 0)
    },
  })
  gauge({
    name: 'posthorn_database_pool_waiting',
    help: 'Queries and transactions that wait for a connection of the pool.',
    collect() {
      this.set(poolState?.().waiting ?? 0)
    },
  })

  const reminders = counter({
    name: 'posthorn_queue_reminders_total',
    help:
      'Deliveries passed to the queue. Those with the outcome "failed" were perhaps not added: the sweeper finds them within ' +
      'seconds. The others are "added".',
    labelNames: ['outcome'],
  })
  for (const outcome of ['added', 'failed']) reminders.inc({ outcome }, 0)

  let dependencies: readonly ObservedDependency[] = []
  gauge({
    name: 'posthorn_dependency_up',
    help:
      'Whether a dependency ("postgresql" or "queue") stores what it is given: 1 or 0, as /readyz reports it. Checked by each ' +
      'scrape, which shows the result of the previous check.',
    labelNames: ['dependency'],
    collect() {
      for (const { name, state } of dependencies) {
        void state().then((current) => this.set({ dependency: name }, current === 'up' ? 1 : 0))
      }
    },
  })

  return {
    observePool(state: () => PoolState): void {
      poolState = state
    },
    observeDependencies(observed: readonly ObservedDependency[]): void {
      dependencies = observed
    },
    countReminders(outcome: 'added' | 'failed', deliveries: number): void {
      reminders.inc({ outcome }, deliveries)
    },
  }
}
