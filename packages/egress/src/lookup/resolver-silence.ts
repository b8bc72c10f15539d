import { DeadlineError, EgressUnavailableError } from '../egress-errors.ts'
import type { Liveness } from '../proxy/liveness.ts'
import { untilAborted } from '../until-aborted.ts'

/** After this time without an answer the resolver is probed. Half of the shortest timeout of an endpoint. */
const PROBE_AFTER_MS = 500

/**
 * Watches one lookup, to distinguish a name without an answer from a resolver that does not respond. A tenant's own name
 * servers may hang, or make the resolver fail; that must fail only the tenant's attempts. A resolver that answers no query
 * at all is a dependency error.
 *
 * The name has failed if the resolver has answered any query since the probe began, or answers the probe.
 */
export class ResolverSilence {
  readonly #liveness: Liveness | undefined
  #sinceMs = Number.POSITIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  #probed: Promise<boolean> | undefined

  /** @param liveness of the resolver; without it, a timeout is always a failure of the name */
  constructor(liveness: Liveness | undefined) {
    this.#liveness = liveness
  }

  /** Call when the lookup begins. */
  start(): void {
    const liveness = this.#liveness
    if (liveness === undefined) return
    this.#sinceMs = performance.now()
    this.#timer = setTimeout(() => {
      this.#sinceMs = performance.now()
      this.#probed = liveness.isAliveSince(this.#sinceMs)
    }, PROBE_AFTER_MS)
  }

  /** Call when the lookup ends. */
  stop(): void {
    clearTimeout(this.#timer)
  }

  /** Whether the resolver has not answered any query so far. */
  get isLikely(): boolean {
    return this.#liveness !== undefined && !this.#liveness.confirmedSince(this.#sinceMs)
  }

  /** The same, after waiting for the probe. */
  async isCertain(): Promise<boolean> {
    this.stop()
    if (this.isLikely) await (this.#probed ?? this.#liveness?.isAliveSince(this.#sinceMs))
    return this.isLikely
  }
}

/**
 * Waits for a lookup that has begun. A deadline that passes while the resolver does not respond is not a failure of the name.
 *
 * @throws the error of the lookup, the signal's reason, or EgressUnavailableError
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

/** The dependency error of a lookup. */
export function resolverSilent(cause: Error): EgressUnavailableError {
  return new EgressUnavailableError('resolver', 'no name server answers', { cause })
}
