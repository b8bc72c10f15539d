/** A time in which a store did not answer, or, of no length, the moment in which Redis was emptied. */
export interface Outage {
  of: 'postgres' | 'redis'
  fromMs: number
  /** Undefined while it lasts. */
  untilMs: number | undefined
}

export interface OutageLog {
  readonly outages: readonly Outage[]
  /** Notes an outage; the function that it returns notes its end. */
  begin(of: Outage['of']): () => void
}

export function createOutageLog(): OutageLog {
  const outages: Outage[] = []
  return {
    outages,
    begin(of) {
      const outage: Outage = { of, fromMs: Date.now(), untilMs: undefined }
      outages.push(outage)
      return () => {
        outage.untilMs = Date.now()
      }
    },
  }
}

/** Whether two spans of time have a moment in common. */
export function overlaps(
  one: { fromMs: number; untilMs: number | undefined },
  other: { fromMs: number; untilMs: number | undefined },
): boolean {
  return (
    one.fromMs <= (other.untilMs ?? Number.POSITIVE_INFINITY) &&
    other.fromMs <= (one.untilMs ?? Number.POSITIVE_INFINITY)
  )
}
