import { PosthornError } from '@posthorn/client'
import type { RelayDelivery, RelayReady } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { type Connect, type ConnectOptions, Listener } from './listener.ts'
import type { RelayEvent } from './relay-event.ts'

const HOUR_MS = 3_600_000
const ready: RelayEvent = {
  kind: 'ready',
  ready: { connectionId: 'rcn_1', waiting: 0, waitingSince: null } as unknown as RelayReady,
}
const delivery: RelayEvent = { kind: 'delivery', delivery: { deliveryId: 'dlv_1' } as RelayDelivery }
const connecting: RelayEvent = { kind: 'connecting' }
const superseded: RelayEvent = { kind: 'superseded' }
const lost = () => new PosthornError('The connection failed.', { code: 'connection_failed' })
const silent = () => new PosthornError('No reply arrived in time.', { code: 'timeout' })

/** A listener whose connections are scripted; it stops when the script has ended. */
function listenerOf(script: readonly (RelayEvent | Error)[][], { maxOfflineMs = HOUR_MS, clock = [0] } = {}) {
  const stop = new AbortController()
  const notified: unknown[] = []
  const made: Omit<ConnectOptions, 'signal'>[] = []
  const connect: Connect = async function* ({ isAgain, isPolling }) {
    const events = script[made.length]
    made.push({ isAgain, isPolling })
    if (events === undefined) stop.abort()
    for (const event of events ?? []) {
      if (event instanceof Error) throw event
      yield event
    }
    stop.signal.throwIfAborted()
  }
  const listener = new Listener(
    connect,
    {
      onReady: (_, { offlineMs }) => notified.push(['ready', offlineMs]),
      onDelivery: ({ deliveryId }, connectionId) => notified.push(['delivery', deliveryId, connectionId]),
      onOffline: (reason) => notified.push(['offline', reason]),
    },
    {
      isPolling: false,
      maxOfflineMs,
      now: () => new Date(clock.length > 1 ? (clock.shift() ?? 0) : (clock[0] ?? 0)),
      random: () => 1,
    },
  )
  return { notified, made, run: () => listener.run(stop.signal) }
}

describe('a listener', () => {
  it('passes deliveries on with their connection', async () => {
    const { notified, run } = listenerOf([[ready, delivery, superseded]])
    expect(await run()).toBe('superseded')
    expect(notified).toEqual([
      ['ready', undefined],
      ['delivery', 'dlv_1', 'rcn_1'],
    ])
  })

  it('connects again after each loss, and reports an outage once', async () => {
    const { notified, made, run } = listenerOf([[ready, lost()], [lost()], [ready], [ready]])
    expect(await run()).toBe('stopped')
    expect(notified).toEqual([
      ['ready', undefined],
      ['offline', 'The connection failed.'],
      ['ready', 0],
      ['offline', 'the connection was closed'],
      ['ready', 0],
      ['offline', 'the connection was closed'],
    ])
    expect(made.map(({ isAgain }) => isAgain)).toEqual([false, true, true, true, true])
  })

  it('also waits for a Posthorn that does not run yet', async () => {
    const { notified, run } = listenerOf([[lost()], [ready, superseded]])
    expect(await run()).toBe('superseded')
    expect(notified).toEqual([
      ['offline', 'The connection failed.'],
      ['ready', undefined],
    ])
  })

  it('polls when a stream is silent from its beginning, and not when it falls silent later', async () => {
    const { made, run } = listenerOf([
      [silent()],
      [connecting, silent()],
      [connecting, ready, silent()],
      [connecting, silent()],
      [superseded],
    ])
    await run()
    expect(made.map(({ isPolling }) => isPolling)).toEqual([false, false, true, true, false])
  })

  it.each([401, 403, 404, 409])('ends when the API refuses: %i', async (status) => {
    const refusal = new PosthornError('no', { code: 'conflict', status })
    await expect(listenerOf([[ready, lost()], [refusal]]).run()).rejects.toBe(refusal)
  })

  it.each([429, 500, 503])('connects again when the API cannot serve now: %i', async (status) => {
    const failure = new PosthornError('later', { code: 'unavailable', status })
    expect(await listenerOf([[failure], [superseded]]).run()).toBe('superseded')
  })

  it('ends when it was offline for too long', async () => {
    const { run } = listenerOf([[ready, lost()], [lost()]], { maxOfflineMs: 1_000, clock: [0, 0, 1_000] })
    await expect(run()).rejects.toMatchObject({ exitCode: 4 })
  })
})
