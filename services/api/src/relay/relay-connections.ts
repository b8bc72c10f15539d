import { setTimeout } from 'node:timers/promises'
import {
  type DeliveryId,
  type EndpointId,
  type LiveHints,
  ProblemError,
  type RelayConnectionId,
  type TenantId,
} from '@posthorn/contracts'
import { type Database, endConnection, keepConnections } from '@posthorn/database'
import type { LiveBus } from '@posthorn/queue'
import type { Logger } from '@posthorn/runtime'
import { ListenerSlots } from './listener-slots.ts'
import type { RelayConnection } from './relay-connection.ts'

/** A heartbeat, and a check for what no hint has named. Well below the 20 seconds after which a connection counts as gone. */
const HEARTBEAT_MS = 5_000
const RIGHTS_MS = 5_000
/** Keys or sessions that are read at the same time, to see whether they still exist. */
const RIGHTS_AT_ONCE = 4
/** Time for listeners to read the end of their stream when the process stops. */
const STOP_MS = 2_000
const STOP_CHECK_MS = 20

interface ConnectionsOptions {
  database: Database
  live: LiveBus
  logger: Logger
  /** Called with the number of open connections whenever it has changed. */
  onChange: (open: number) => void
}

interface OpenConnection {
  connection: RelayConnection
  isStillAllowed: () => Promise<boolean>
}

/** The listeners that are connected to this process: their heartbeat, and the hints that wake them. */
export class RelayConnections {
  readonly #options: ConnectionsOptions
  readonly #open = new Map<RelayConnectionId, OpenConnection>()
  readonly #watched = new Map<TenantId, () => void>()
  readonly #slots = new ListenerSlots()
  readonly #removals = new Set<Promise<void>>()
  /** Relays at whose connections to look. */
  readonly #changed = new Set<EndpointId>()
  #timers: NodeJS.Timeout[] = []
  #isBeating = false
  #isLooking = false
  #isChecking = false
  #isStopped = false

  constructor(options: ConnectionsOptions) {
    this.#options = options
  }

  /**
   * Takes a slot for a listener until it has gone.
   * @throws ProblemError `overloaded`, `rate_limited` or `unavailable` when no listener can connect
   */
  enter(tenantId: TenantId, gone: AbortSignal): void {
    if (this.#isStopped) throw new ProblemError('unavailable', 'This process stops. Repeat the request.')
    this.#slots.take(tenantId, gone)
  }

  /** Adds a connection whose row exists. Call `remove` at its end. */
  add(connection: RelayConnection, isStillAllowed: () => Promise<boolean>): void {
    const { connectionId, tenantId } = connection.listener
    this.#open.get(connectionId)?.connection.end('ended')
    this.#open.set(connectionId, { connection, isStillAllowed })
    this.#options.onChange(this.#open.size)
    if (!this.#watched.has(tenantId)) this.#watch(tenantId)
    if (this.#timers.length === 0)
      this.#timers = [
        setInterval(() => void this.#beat(), HEARTBEAT_MS).unref(),
        setInterval(() => void this.#checkRights(), RIGHTS_MS).unref(),
      ]
    if (this.#isStopped) connection.end('ended')
  }

  /**
   * Removes a connection; a second time does nothing.
   * @param options.endsRow whether the listener has gone, so that another one can connect
   */
  remove(connection: RelayConnection, { endsRow }: { endsRow: boolean }): void {
    const { connectionId, tenantId } = connection.listener
    connection.end('ended')
    if (this.#open.get(connectionId)?.connection !== connection) return
    this.#open.delete(connectionId)
    this.#options.onChange(this.#open.size)
    if (this.#ofTenant(tenantId).length === 0) {
      this.#watched.get(tenantId)?.()
      this.#watched.delete(tenantId)
    }
    if (this.#open.size === 0) for (const timer of this.#timers.splice(0)) clearInterval(timer)
    if (endsRow) this.#endRow(connectionId)
  }

  #endRow(connectionId: RelayConnectionId): void {
    const { database, logger } = this.#options
    // Without it, its heartbeat is missing soon.
    const removal = endConnection(database, connectionId)
      .catch((error: unknown) => logger.warn({ err: error, connectionId }, 'relay.end_failed'))
      .finally(() => this.#removals.delete(removal))
    this.#removals.add(removal)
  }

  /** Results of these deliveries were recorded by this process. */
  answered(tenantId: TenantId, ids: readonly DeliveryId[]): void {
    for (const connection of this.#ofTenant(tenantId)) for (const id of ids) connection.answered(id)
  }

  async #beat(): Promise<void> {
    if (this.#isBeating) return
    this.#isBeating = true
    await this.#renew([...this.#open.values()].map(({ connection }) => connection))
    this.#isBeating = false
  }

  /** Looks at the connections of relays that have changed: one statement at a time, however many hints come. */
  async #look(): Promise<void> {
    if (this.#isLooking) return
    this.#isLooking = true
    while (this.#changed.size > 0) {
      const changed = new Set(this.#changed)
      this.#changed.clear()
      const connections = [...this.#open.values()].map(({ connection }) => connection)
      await this.#renew(connections.filter(({ listener }) => changed.has(listener.endpointId)))
    }
    this.#isLooking = false
  }

  /** Renews the heartbeats, ends what may not stay, and lets all others look for what is due. Never rejects. */
  async #renew(connections: readonly RelayConnection[]): Promise<void> {
    // Others can connect in place of a listener that has not read the end of its stream yet.
    const open = connections.filter(({ state }) => state === 'open')
    if (open.length === 0) return
    try {
      const ids = open.map(({ listener }) => listener.connectionId)
      const states = await keepConnections(this.#options.database, ids)
      for (const connection of open) {
        const state = states.get(connection.listener.connectionId) ?? 'open'
        if (state !== 'open') connection.end(state)
        else if (connection.outstanding.isSilent(performance.now())) this.#endSilent(connection)
        else connection.notify()
      }
    } catch (error) {
      this.#options.logger.warn({ err: error, retrying: true }, 'relay.heartbeat_failed')
    }
  }

  /** Ends connections whose key or session has ended. Heartbeats do not wait for it. */
  async #checkRights(): Promise<void> {
    if (this.#isChecking) return
    this.#isChecking = true
    const open = [...this.#open.values()]
    for (let at = 0; at < open.length; at += RIGHTS_AT_ONCE)
      await Promise.all(
        open.slice(at, at + RIGHTS_AT_ONCE).map(async ({ connection, isStillAllowed }) => {
          if (connection.state === 'open' && !(await isStillAllowed())) connection.end('ended')
        }),
      )
    this.#isChecking = false
  }

  /** Ends all connections: the listeners connect to another process. */
  async stop(): Promise<void> {
    this.#isStopped = true
    for (const { connection } of this.#open.values()) connection.end('ended')
    const untilMs = performance.now() + STOP_MS
    while (this.#open.size > 0 && performance.now() < untilMs) await setTimeout(STOP_CHECK_MS)
    await Promise.all(this.#removals)
  }

  #endSilent(connection: RelayConnection): void {
    this.#options.logger.info({ ...connection.listener }, 'relay.connection_timed_out')
    connection.end('ended')
  }

  #ofTenant(tenantId: TenantId): RelayConnection[] {
    const all = [...this.#open.values()].map(({ connection }) => connection)
    return all.filter(({ listener }) => listener.tenantId === tenantId)
  }

  #watch(tenantId: TenantId): void {
    const notifyAll = () => {
      for (const connection of this.#ofTenant(tenantId)) connection.notify()
    }
    // Not awaited: without hints, the heartbeat finds what is due.
    const { ready, stop } = this.#options.live.watch(tenantId, {
      onHints: (hints) => this.#read(tenantId, hints),
      onGap: notifyAll,
    })
    void ready.then(notifyAll)
    this.#watched.set(tenantId, stop)
  }

  #read(tenantId: TenantId, { hints, many }: LiveHints): void {
    const endpoints = new Set(hints.flatMap(({ kind, id }) => (kind === 'endpoint' ? id : [])))
    const deliveries = hints.filter(({ kind }) => kind === 'delivery')
    const areMany = many.includes('delivery')
    // A delivery without a status is new to the listeners.
    const mayBeDue = areMany || deliveries.some(({ status }) => status === undefined)
    this.answered(
      tenantId,
      deliveries.flatMap(({ id, status }) => (status === undefined ? [] : (id as DeliveryId))),
    )
    for (const connection of this.#ofTenant(tenantId)) {
      if (areMany) connection.outstanding.clear()
      if (mayBeDue) connection.notify()
      // It was changed, or another listener has connected.
      const { endpointId } = connection.listener
      if (many.includes('endpoint') || endpoints.has(endpointId)) this.#changed.add(endpointId)
    }
    void this.#look()
  }
}
