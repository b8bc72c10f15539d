import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import type { LiveHints, LiveKind, TenantId } from '@posthorn/contracts'
import type { Broadcast, BroadcastListener } from './broadcast.ts'
import { HintBatch } from './hint-batch.ts'
import { ASK, changeMessages, readMessage, watchMessages } from './live-message.ts'
import { WatchedTenants } from './watched-tenants.ts'

/** A process sends the hints of so long a time together. */
const COLLECT_MS = 50
const ANNOUNCE_MS = 4_000
/** Longer than two announcements, so that one may be lost. */
const WATCHED_MS = 10_000
/** A store that is not congested takes and returns a message in milliseconds. */
const ECHO_MS_MAX = 4_000

/** Publishes hints of what has changed. */
export interface HintPublisher {
  /**
   * Notifies watchers of a tenant that objects were created or have changed. Call it after the commit. It never fails and never waits;
   * hints may be lost. While no one watches the tenant it does nothing.
   * @param ids only the first few are listed; `many` when they are unknown
   */
  publish(tenantId: TenantId, kind: LiveKind, ids: Iterable<string> | 'many', status?: string): void
}

/** Receives what happens to a watched tenant. */
export interface Watcher {
  onHints(hints: LiveHints): void
  /** Hints may have been lost. */
  onGap(): void
}

/** Hints between all processes of an installation. */
export interface LiveBus extends HintPublisher {
  /**
   * Makes all processes publish the hints of a tenant, and passes them on. `ready` resolves when messages arrive: false when they do not.
   */
  watch(tenantId: TenantId, watcher: Watcher): { ready: Promise<boolean>; stop: () => void }
  /** Whether messages of this process have arrived here lately, while it watches a tenant. */
  isConnected(): boolean
  close(): Promise<void>
}

export interface LiveBusOptions {
  connect: (listener: BroadcastListener) => Broadcast
  /** Receives the first error of each interruption. */
  onError: (error: Error) => void
}

/**
 * Opens the bus of a process. Only tenants with watchers cost anything: the processes that watch announce them every few seconds.
 */
export function openLiveBus({ connect, onError }: LiveBusOptions): LiveBus {
  const id = randomUUID()
  const watched = new WatchedTenants(WATCHED_MS)
  const watchers = new Map<TenantId, Set<Watcher>>()
  const echoes = new Set<() => void>()
  let collected = new Map<TenantId, HintBatch>()
  let echoAtMs = Number.NEGATIVE_INFINITY
  let isSending = false
  let isFailing = false
  let timer: NodeJS.Timeout | undefined

  const broadcast = connect({
    onConnected() {
      void send([ASK])
      announce()
      for (const set of watchers.values()) for (const watcher of set) watcher.onGap()
    },
    onMessage(text) {
      const message = readMessage(text)
      if (message === undefined) return
      if ('ask' in message) announce()
      else if ('watch' in message) heard(message.watch, message.from)
      else for (const [tenantId, hints] of message.changed) passOn(tenantId, hints)
    },
  })
  const announcing = setInterval(announce, ANNOUNCE_MS).unref()

  function heard(tenantIds: readonly TenantId[], from: string): void {
    watched.announce(tenantIds, performance.now())
    if (from !== id) return
    echoAtMs = performance.now()
    for (const resolve of echoes) resolve()
    echoes.clear()
  }

  function passOn(tenantId: TenantId, hints: LiveHints): void {
    for (const watcher of watchers.get(tenantId) ?? []) watcher.onHints(hints)
  }

  function announce(): void {
    if (watchers.size > 0) void send(watchMessages(watchers.keys(), id))
  }

  async function send(messages: readonly string[]): Promise<void> {
    try {
      for (const text of messages) await broadcast.publish(text)
      isFailing = false
    } catch (error) {
      if (!isFailing) onError(error as Error)
      isFailing = true
    }
  }

  /** One at a time: while the store is slow, hints are collected in bounded memory. */
  async function flush(): Promise<void> {
    timer = undefined
    const batches = collected
    collected = new Map()
    isSending = true
    await send(changeMessages(batches))
    isSending = false
    if (collected.size > 0) timer = setTimeout(() => void flush(), COLLECT_MS).unref()
  }

  return {
    publish(tenantId, kind, ids, status) {
      if (!watched.has(tenantId, performance.now())) return
      const batch = collected.get(tenantId) ?? new HintBatch()
      batch.add(kind, ids, status)
      collected.set(tenantId, batch)
      if (timer === undefined && !isSending) timer = setTimeout(() => void flush(), COLLECT_MS).unref()
    },

    watch(tenantId, watcher) {
      const set = watchers.get(tenantId) ?? new Set()
      watchers.set(tenantId, set.add(watcher))
      const echo = Promise.withResolvers<boolean>()
      const lateness = setTimeout(() => echo.resolve(false), ECHO_MS_MAX).unref()
      echoes.add(() => echo.resolve(true))
      void send(watchMessages([tenantId], id))
      return {
        ready: echo.promise.finally(() => clearTimeout(lateness)),
        stop() {
          set.delete(watcher)
          if (set.size === 0 && watchers.get(tenantId) === set) watchers.delete(tenantId)
        },
      }
    },

    isConnected: () => performance.now() < echoAtMs + WATCHED_MS,

    async close() {
      clearInterval(announcing)
      clearTimeout(timer)
      await broadcast.close()
    },
  }
}
