import { setTimeout } from 'node:timers/promises'
import {
  type DeliveryId,
  type LiveHints,
  ProblemError,
  type RelayConnectionId,
  type TenantId,
} from '@posthorn/contracts'
import { type Database, endConnection, keepConnections } from '@posthorn/database'
import type { LiveBus } from '@posthorn/queue'
import type { Logger } from '@posthorn/runtime'
import { ListenerPlaces } from './listener-places.ts'
import type { RelayConnection } from './relay-connection.ts'

/** A heartbeat, and a look for what no hint has told of. Well below the 20 seconds after which a connection counts as gone. */
const HEARTBEAT_MS = 5_000
/** Listeners have so long to read the end of their stream when the process stops. */
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
  readonly #places = new ListenerPlaces()
  readonly #removals = new Set<Promise<void>>()
  #heartbeat: NodeJS.Timeout | undefined
  #isBeating = false
  #isStopped = false

  constructor(options: ConnectionsOptions) {
    this.#options = options
  }

  /**
   * Takes a place for a listener until it has gone.
   * @throws ProblemError `overloaded`, `rate_limited` or `unavailable` when no listener can connect
   */
  enter(tenantId: TenantId, gone: AbortSignal): void {
    if (this.#isStopped) throw new ProblemError('unavailable', 'This process stops. Repeat the request.')
    this.#places.take(tenantId, gone)
  }

  /** Adds a connection whose row exists. Call `remove` at its end. */
  add(connection: RelayConnection, isStillAllowed: () => Promise<boolean>): void {
    const { connectionId, tenantId } = connection.listener
    this.#open.get(connectionId)?.connection.end('ended')
    this.#open.set(connectionId, { connection, isStillAllowed })
    this.#options.onChange(this.#open.size)
    if (!this.#watched.has(tenantId)) this.#watch(tenantId)
    this.#heartbeat ??= setInterval(() => void this.beat(), HEARTBEAT_MS).unref()
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
    if (this.#open.size === 0) {
      clearInterval(this.#heartbeat)
      this.#heartbeat = undefined
    }
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

  /** Renews the heartbeats, ends what may not stay, and lets all others look for what is due. */
  async beat(): Promise<void> {
    if (this.#isBeating || this.#open.size === 0) return
    this.#isBeating = true
    try {
      const ids = [...this.#open].flatMap(([id, { connection }]) => (connection.state === 'open' ? id : []))
      const states = await keepConnections(this.#options.database, ids)
      for (const [id, { connection, isStillAllowed }] of this.#open) {
        const state = states.get(id) ?? 'open'
        if (connection.state !== 'open') continue
        if (state !== 'open') connection.end(state)
        else if (connection.outstanding.isSilent(performance.now())) this.#endSilent(connection)
        else if (await isStillAllowed()) connection.notify()
        else connection.end('ended')
      }
    } catch (error) {
      this.#options.logger.warn({ err: error, retrying: true }, 'relay.heartbeat_failed')
    } finally {
      this.#isBeating = false
    }
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
    this.#options.logger.info({ ...connection.listener }, 'relay.silent')
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
      if (areMany) connection.outstanding.forget()
      if (mayBeDue) connection.notify()
      // It was changed, or another listener has connected.
      if (many.includes('endpoint') || endpoints.has(connection.listener.endpointId)) void this.beat()
    }
  }
}
