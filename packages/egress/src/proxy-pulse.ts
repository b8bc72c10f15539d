/** Tells whether the proxy lives: whatever it answers, to whomever, is a sign. */
export class ProxyPulse {
  readonly #ask: () => Promise<boolean>
  #answeredAtMs = -Infinity
  #state: 'idle' | 'asking' = 'idle'

  /** @param ask whether the proxy answers a question about nothing but itself; bounded in time, never rejects */
  constructor(ask: () => Promise<boolean>) {
    this.#ask = ask
  }

  /** It has answered someone, just now. */
  felt(): void {
    this.#answeredAtMs = performance.now()
  }

  feltSince(sinceMs: number): boolean {
    return this.#answeredAtMs >= sinceMs
  }

  /** Begins to ask, unless it has answered since then, or is being asked already. */
  feel(sinceMs: number): void {
    if (this.#state === 'idle' && !this.feltSince(sinceMs)) void this.#askOnce()
  }

  async #askOnce(): Promise<void> {
    this.#state = 'asking'
    if (await this.#ask()) this.felt()
    this.#state = 'idle'
  }
}
