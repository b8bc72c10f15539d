import type { AttemptPhases, AttemptStage } from '@posthorn/webhook'

const PHASE_OF: Record<AttemptStage, keyof AttemptPhases> = {
  dns: 'dnsMs',
  connect: 'connectMs',
  tls: 'tlsMs',
  reply: 'firstByteMs',
}

/**
 * How far an attempt got: its completed phases, the stage that it is in, and the address that it dialled. Waits inside Posthorn
 * belong to no phase, because the clock is paused meanwhile.
 */
export class AttemptProgress {
  /** The address of the connection; before there is one, those that were dialled. */
  address: string | undefined
  readonly #elapsedMs: () => number
  #phases: AttemptPhases = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null }
  #stage: AttemptStage | undefined
  #sinceMs = 0

  /** @param elapsedMs milliseconds that the endpoint has used so far */
  constructor(elapsedMs: () => number) {
    this.#elapsedMs = elapsedMs
  }

  /** The completed phases, in whole milliseconds; null for one that did not happen or did not end. */
  get phases(): AttemptPhases {
    return this.#phases
  }

  /** The stage that has not ended; undefined before the first, between two, and after the last. */
  get stage(): AttemptStage | undefined {
    return this.#stage
  }

  enter(stage: AttemptStage): void {
    this.#stage = stage
    this.#sinceMs = this.#elapsedMs()
  }

  /** Ends the stage: its phase is complete. */
  leave(): void {
    if (this.#stage === undefined) return
    this.#phases = { ...this.#phases, [PHASE_OF[this.#stage]]: Math.round(this.#elapsedMs() - this.#sinceMs) }
    this.#stage = undefined
  }
}
