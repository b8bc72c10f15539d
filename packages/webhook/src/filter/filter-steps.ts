/** Maximum for one filter: about a millisecond. Lists are limited only by the size of the body. */
export const FILTER_STEPS_MAX = 50_000
/** Maximum for all filters of one event together. */
const EVENT_STEPS = 1_000_000
/** Minimum for each filter, regardless of their number: enough for a typical filter. */
const FILTER_STEPS_MIN = 1000

/** Steps for each of the filters that are evaluated for one event. */
export function stepsOfEach(filters: number): number {
  return Math.max(FILTER_STEPS_MIN, Math.min(FILTER_STEPS_MAX, Math.floor(EVENT_STEPS / filters)))
}

/** Budget of steps of a filter. A step is a visited value, or a part of a searched text. */
export class FilterSteps {
  #left: number

  constructor(max: number = FILTER_STEPS_MAX) {
    this.#left = max
  }

  /** @returns false when fewer steps are left; then none are left */
  take(count: number): boolean {
    this.#left -= count
    return this.#left >= 0
  }

  get areUsedUp(): boolean {
    return this.#left < 0
  }
}
