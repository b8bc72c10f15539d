/** What one filter may take to be decided: about a millisecond. A list can be as long as a body is large. */
export const FILTER_STEPS_MAX = 50_000
/** What the filters that are asked about one event share, as soon as there are so many of them. */
const EVENT_STEPS = 1_000_000
/** However many there are, each gets what a filter of a usual size takes. */
const FILTER_STEPS_MIN = 1000

/** How many steps each of the filters gets that are asked about one event. */
export function stepsOfEach(filters: number): number {
  return Math.max(FILTER_STEPS_MIN, Math.min(FILTER_STEPS_MAX, Math.floor(EVENT_STEPS / filters)))
}

/** The work that is left for a filter. A step is a value that is looked at, or a part of a text that is searched. */
export class FilterSteps {
  #left: number

  constructor(max: number = FILTER_STEPS_MAX) {
    this.#left = max
  }

  /** False when there are not so many left; none are left then. */
  take(count: number): boolean {
    this.#left -= count
    return this.#left >= 0
  }

  get areUsedUp(): boolean {
    return this.#left < 0
  }
}
