/**
 * Whether a server that every delivery needs (the egress proxy, the name server) is alive. Any reply confirms it; without
 * one, a probe is sent.
 */
export class Liveness {
  readonly #probe: () => Promise<boolean>
  #confirmedAtMs = -Infinity
  #probing: Promise<void> | undefined

  /** @param probe whether the server replies to a request about itself; bounded in time, never rejects */
  constructor(probe: () => Promise<boolean>) {
    this.#probe = probe
  }

  /** Records a reply of the server. */
  confirm(): void {
    this.#confirmedAtMs = performance.now()
  }

  confirmedSince(sinceMs: number): boolean {
    return this.#confirmedAtMs >= sinceMs
  }

  /** Starts a probe, unless the server has replied since then or a probe is in flight. */
  check(sinceMs: number): void {
    if (!this.confirmedSince(sinceMs)) void this.#probeOnce()
  }

  /** Whether the server has replied since then, or replies to a probe. Concurrent callers share one probe. */
  async isAliveSince(sinceMs: number): Promise<boolean> {
    if (!this.confirmedSince(sinceMs)) await this.#probeOnce()
    return this.confirmedSince(sinceMs)
  }

  #probeOnce(): Promise<void> {
    this.#probing ??= this.#probeNow()
    return this.#probing
  }

  async #probeNow(): Promise<void> {
    const isAlive = await this.#probe()
    this.#probing = undefined
    if (isAlive) this.confirm()
  }
}
