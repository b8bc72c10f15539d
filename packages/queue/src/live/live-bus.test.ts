import { TenantId } from '@posthorn/contracts'
import { describe, expect, it, vi } from 'vitest'
import type { BroadcastListener } from './broadcast.ts'
import { openLiveBus, type Watcher } from './live-bus.ts'

const acme = TenantId.parse('acme')
const other = TenantId.parse('other')

/** A store that passes messages on to all processes at once. */
function createStore() {
  const listeners = new Set<BroadcastListener>()
  const published: string[] = []
  const store = {
    isDown: false,
    published,
    openBus() {
      return openLiveBus({
        onError: () => {},
        connect(listener) {
          listeners.add(listener)
          queueMicrotask(() => listener.onConnected())
          return {
            async publish(text) {
              if (store.isDown) throw new Error('down')
              published.push(text)
              for (const each of listeners) each.onMessage(text)
            },
            async close() {
              listeners.delete(listener)
            },
          }
        },
      })
    },
  }
  return store
}

const watcher = () => ({ onHints: vi.fn<Watcher['onHints']>(), onGap: vi.fn<Watcher['onGap']>() })

describe('hints', () => {
  it('of a watched tenant reach its watcher in another process', async () => {
    const store = createStore()
    const [publisher, watching] = [store.openBus(), store.openBus()]
    const { onHints, onGap } = watcher()
    const { ready } = watching.watch(acme, { onHints, onGap })
    expect(await ready).toBe(true)
    expect(watching.isConnected()).toBe(true)
    publisher.publish(acme, 'delivery', ['dlv_1'], 'succeeded')
    await vi.waitFor(() => {
      expect(onHints).toHaveBeenCalledExactlyOnceWith({
        hints: [{ kind: 'delivery', id: 'dlv_1', status: 'succeeded' }],
        many: [],
      })
    })
  })

  it('of a tenant that no one watches are not even collected', async () => {
    const store = createStore()
    const [publisher, watching] = [store.openBus(), store.openBus()]
    await watching.watch(acme, watcher()).ready
    const ids = {
      [Symbol.iterator]: () => {
        throw new Error('was read')
      },
    }
    publisher.publish(other, 'event', ids)
    expect(() => publisher.publish(acme, 'event', ids)).toThrow('was read')
  })

  it('are published by a process that starts while a tenant is watched', async () => {
    const store = createStore()
    const { onHints, onGap } = watcher()
    await store.openBus().watch(acme, { onHints, onGap }).ready
    const late = store.openBus()
    await vi.waitFor(() => {
      late.publish(acme, 'event', ['evt_1'])
      expect(onHints).toHaveBeenCalled()
    })
  })

  it('never fail or delay their publisher while the store is down', async () => {
    const store = createStore()
    const bus = store.openBus()
    await bus.watch(acme, watcher()).ready
    store.isDown = true
    const publish = () => bus.publish(acme, 'event', ['evt_1'])
    expect(publish).not.toThrow()
    await bus.close()
    expect(publish).not.toThrow()
  })
})

it('a watcher learns that messages do not arrive', async () => {
  vi.useFakeTimers()
  try {
    const store = createStore()
    const bus = store.openBus()
    store.isDown = true
    const { ready } = bus.watch(acme, watcher())
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await ready).toBe(false)
    expect(bus.isConnected()).toBe(false)
  } finally {
    vi.useRealTimers()
  }
})
