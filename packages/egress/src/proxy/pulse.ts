/** Tells whether a server that everything depends on (the egress proxy, the name server) is alive: any answer is a sign of life. */
export class Pulse {
  readonly #ask: () => Promise<boolean>
  #answeredAtMs = -Infinity
  #asking: Promise<void> | undefined

  /** @param ask whether the server answers a question about nothing but itself; bounded in time, never rejects */
  constructor(ask: () => Promise<boolean>) {
    this.#ask = ask
  }

  /** It has answered a question, just now. */
  felt(): void {
    this.#answeredAtMs = performance.now()
  }

  feltSince(sinceMs: number): boolean {
    return this.#answeredAtMs >= sinceMs
  }

  /** Begins to ask, unless it has answered since then, or is being asked already. */
  feel(sinceMs: number): void {
    if (!this.feltSince(sinceMs)) void this.#askOnce()
  }

  /** Whether it has answered since then, or does when it is asked: one question for all callers. */
  async answersSince(sinceMs: number): Promise<boolean> {
    if (!this.feltSince(sinceMs)) await this.#askOnce()
    return this.feltSince(sinceMs)
  }

  #askOnce(): Promise<void> {
    this.#asking ??= this.#askNow()
    return this.#asking
  }

  async #askNow(): Promise<void> {
    const answered = await this.#ask()
    this.#asking = undefined
    if (answered) this.felt()
  }
}
