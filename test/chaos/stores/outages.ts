/** A period in which a store did not reply, or, with length 0, the moment in which Redis was emptied. */
export interface Outage {
  of: 'postgres' | 'redis'
  fromMs: number
  /** Undefined while it lasts. */
  untilMs: number | undefined
}

export interface OutageLog {
  readonly outages: readonly Outage[]
  /** Records an outage; the returned function records its end. */
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

/** Whether two periods overlap. */
export function overlaps(
  one: { fromMs: number; untilMs: number | undefined },
  other: { fromMs: number; untilMs: number | undefined },
): boolean {
  return (
    one.fromMs <= (other.untilMs ?? Number.POSITIVE_INFINITY) &&
    other.fromMs <= (one.untilMs ?? Number.POSITIVE_INFINITY)
  )
}
