import { DeadlineError, EgressUnavailableError } from '../egress-errors.ts'
import type { Pulse } from '../proxy/pulse.ts'
import { untilAborted } from '../until-aborted.ts'

/** A lookup that takes longer raises the question whether the resolver is alive. Half of the shortest timeout of an endpoint. */
const DOUBT_AFTER_MS = 500

/**
 * Watches one lookup, to tell a name without an answer from a resolver without an answer. A tenant's own name servers may hang, or make the
 * resolver fail, and only that tenant's attempts may fail for it. A resolver that answers no question at all is a dependency of ours.
 *
 * The name is to blame if the resolver has answered any question since the doubt began, or answers one about the root zone.
 */
export class ResolverSilence {
  readonly #pulse: Pulse | undefined
  #sinceMs = Number.POSITIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  #asked: Promise<boolean> | undefined

  /** @param pulse the resolver's; without it the name is always to blame */
  constructor(pulse: Pulse | undefined) {
    this.#pulse = pulse
  }

  /** The lookup begins. */
  start(): void {
    const pulse = this.#pulse
    if (pulse === undefined) return
    this.#sinceMs = performance.now()
    this.#timer = setTimeout(() => {
      this.#sinceMs = performance.now()
      this.#asked = pulse.answersSince(this.#sinceMs)
    }, DOUBT_AFTER_MS)
  }

  /** The lookup is over. */
  stop(): void {
    clearTimeout(this.#timer)
  }

  /** Whether no sign of life has come from the resolver, as far as is known now. */
  get isLikely(): boolean {
    return this.#pulse !== undefined && !this.#pulse.feltSince(this.#sinceMs)
  }

  /** The same, after the resolver had its time to answer. */
  async isCertain(): Promise<boolean> {
    this.stop()
    if (this.isLikely) await (this.#asked ?? this.#pulse?.answersSince(this.#sinceMs))
    return this.isLikely
  }
}

/**
 * Waits for a lookup that has begun. A deadline that passes while the resolver is silent is not the name's.
 *
 * @throws what the lookup failed with, the signal's reason, or EgressUnavailableError
 */
export async function answersInTime<Answers>(
  lookup: { answers: Promise<Answers>; silence: Pick<ResolverSilence, 'isLikely'> },
  signal: AbortSignal,
): Promise<Answers> {
  try {
    return await untilAborted(lookup.answers, signal)
  } catch (error) {
    if (error instanceof DeadlineError && lookup.silence.isLikely) throw resolverSilent(error)
    throw error
  }
}

/** The failure of a lookup that says nothing about the name. */
export function resolverSilent(cause: Error): EgressUnavailableError {
  return new EgressUnavailableError('resolver', 'no name server answers', { cause })
}
