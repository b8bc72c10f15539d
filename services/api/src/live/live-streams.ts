import { ProblemError, type TenantId } from '@posthorn/contracts'
import type { LiveBus } from '@posthorn/queue'
import { LiveChannel } from './live-channel.ts'
import { LiveStream } from './live-stream.ts'

const STREAMS_MAX = 1_000
const STREAMS_OF_TENANT_MAX = 200
const CHECK_MS = 3_000
const CHECKS_PER_COMMENT = 5
/** Time for clients to read the end of their stream when the process stops. */
const STOP_MS = 2_000

export interface LiveStreamsOptions {
  bus: LiveBus
  /** Called with the number of open streams whenever it has changed. */
  onChange: (open: number) => void
}

/** A client that wants a stream. */
export interface LiveClient {
  tenantId: TenantId
  lastEventId: string | undefined
  /** Whether it may still read. */
  isStillAllowed: () => Promise<boolean>
}

/** The open streams of a process. */
export class LiveStreams {
  readonly #bus: LiveBus
  readonly #onChange: (open: number) => void
  readonly #channels = new Map<TenantId, LiveChannel>()
  readonly #open = new Map<LiveStream, TenantId>()
  #isStopped = false

  constructor({ bus, onChange }: LiveStreamsOptions) {
    this.#bus = bus
    this.#onChange = onChange
  }

  /**
   * Opens a stream. It ends when its client goes or may no longer read, when hints no longer arrive, and when the process stops.
   * @returns its body
   * @throws ProblemError `overloaded` or `rate_limited` when there are too many, `unavailable` when hints do not arrive
   */
  async open({ tenantId, lastEventId, isStillAllowed }: LiveClient) {
    this.#assertFree(tenantId)
    const stream = new LiveStream(Math.random)
    this.#add(stream, tenantId)
    const channel = this.#channelOf(tenantId)
    if (!(await channel.ready) || !this.#bus.isConnected()) {
      stream.body.destroy()
      throw new ProblemError(
        'unavailable',
        'Live updates are not available now. Read the lists again instead.',
      )
    }
    const { beginning, stop } = channel.read(lastEventId, (text) => stream.send(text))
    const checks = this.#check(stream, isStillAllowed)
    stream.body.once('close', () => {
      clearInterval(checks)
      stop()
    })
    stream.send(beginning)
    if (this.#isStopped) stream.end()
    return stream.body
  }

  /** Ends all streams, and waits until their clients have read that. */
  async stop(): Promise<void> {
    this.#isStopped = true
    const streams = [...this.#open.keys()]
    const closed = streams.map(({ body }) => new Promise((resolve) => void body.once('close', resolve)))
    for (const stream of streams) stream.end()
    const lateness = setTimeout(() => {
      for (const stream of streams) stream.drop()
    }, STOP_MS)
    await Promise.all(closed)
    clearTimeout(lateness)
    for (const channel of this.#channels.values()) channel.close()
  }

  #assertFree(tenantId: TenantId): void {
    if (this.#isStopped) throw new ProblemError('unavailable', 'This process stops. Repeat the request.')
    if (this.#open.size >= STREAMS_MAX)
      throw new ProblemError('overloaded', 'Too many live updates are open. Try again later.')
    const ofTenant = this.#open.values().filter((each) => each === tenantId)
    if ([...ofTenant].length < STREAMS_OF_TENANT_MAX) return
    const detail = `The tenant has ${STREAMS_OF_TENANT_MAX} live updates open. Close one, or try again later.`
    throw new ProblemError('rate_limited', detail, { retryAfterSeconds: 30 })
  }

  #add(stream: LiveStream, tenantId: TenantId): void {
    this.#open.set(stream, tenantId)
    this.#onChange(this.#open.size)
    stream.body.once('close', () => {
      this.#open.delete(stream)
      this.#onChange(this.#open.size)
    })
  }

  #channelOf(tenantId: TenantId): LiveChannel {
    const found = this.#channels.get(tenantId)
    if (found !== undefined) return found
    const onUnused = () => void this.#channels.delete(tenantId)
    const channel = new LiveChannel({ bus: this.#bus, tenantId, onUnused })
    this.#channels.set(tenantId, channel)
    return channel
  }

  #check(stream: LiveStream, isStillAllowed: () => Promise<boolean>): NodeJS.Timeout {
    let count = 0
    let isAsking = false
    const ask = async () => {
      isAsking = true
      if (!this.#bus.isConnected() || !(await isStillAllowed())) stream.end()
      isAsking = false
    }
    return setInterval(() => {
      count += 1
      if (count % CHECKS_PER_COMMENT === 0) stream.keepAlive()
      if (!isAsking) void ask()
    }, CHECK_MS).unref()
  }
}
