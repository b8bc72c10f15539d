/** How much longer than its shortest duration a claim of light tenants may take because of backlogs, in milliseconds. */
const TARGET_MS = 10
/** The smallest share, so that backlogs always progress, and the first one. */
const SHARE_MIN = 1 / 5
const SHARE_FIRST = 1 / 4
/** The largest change of the share by one claim, and in one second. It rises more slowly than it falls. */
const CHANGE_MAX = 1 / 5
const CHANGE_PER_SECOND = 1
const RISE = 1 / 2
/** Longer pauses would outlast the outage that made a claim slow. */
const PAUSE_MS_MAX = 500
/** Without a claim of a backlog for so long, nothing is known of what its next ones delay: they start with the first share. */
const ABSENT_MS = 1000
/** How long a backlog is paced after the last claim of another light tenant. */
const PACED_MS = 30_000
/** The shortest duration is that of the current and the previous of such periods, so that it can rise. */
const PERIOD_MS = 60_000

interface LightClaim {
  tenantId: string
  atMs: number
}

/**
 * The pace of claims for tenants with a backlog: at full speed when no other tenant delivers, otherwise a share of the time that leaves the
 * claims of the others about as fast as without backlogs. Delay-based congestion control for background work (LEDBAT, RFC 6817
 * section 2.4.2), with a slow start: the share rises while the delay is below its target, and falls while it is above.
 */
export class BacklogPace {
  #share = SHARE_FIRST
  /** The last claim of a light tenant, and the last one of another such tenant. */
  #light: LightClaim = { tenantId: '', atMs: Number.NEGATIVE_INFINITY }
  #otherLight: LightClaim = { tenantId: '', atMs: Number.NEGATIVE_INFINITY }
  #backlogAtMs = Number.NEGATIVE_INFINITY
  #shortest = { current: Number.POSITIVE_INFINITY, previous: Number.POSITIVE_INFINITY, sinceMs: 0 }

  /** Part of the time in which the backlog of a tenant may be claimed, above 0 and up to 1. */
  share(tenantId: string, nowMs: number): number {
    // A tenant that has delivered little until now does not wait for itself.
    const { atMs } = this.#light.tenantId === tenantId ? this.#otherLight : this.#light
    return nowMs - atMs > PACED_MS ? 1 : this.#share
  }

  /** Counts a claim of light tenants. */
  lightClaimed(tenantIds: Iterable<string>, durationMs: number, nowMs: number): void {
    const sinceMs = Math.max(0, nowMs - this.#light.atMs)
    for (const tenantId of tenantIds) this.#setLatest({ tenantId, atMs: nowMs })
    const delayMs = durationMs - this.#shortestOf(durationMs, nowMs)
    if (nowMs - this.#backlogAtMs > ABSENT_MS) {
      this.#share = SHARE_FIRST
      return
    }
    const offTarget = Math.max(-1, (TARGET_MS - delayMs) / TARGET_MS)
    const step = Math.min(CHANGE_MAX, (sinceMs / 1000) * CHANGE_PER_SECOND)
    const share = this.#share + step * (offTarget > 0 ? RISE * offTarget : offTarget)
    this.#share = Math.min(1, Math.max(SHARE_MIN, share))
  }

  /** @returns the pause after a claim of a tenant's backlog, in milliseconds */
  backlogClaimed(tenantId: string, durationMs: number, nowMs: number): number {
    this.#backlogAtMs = nowMs
    return Math.min(PAUSE_MS_MAX, durationMs * (1 / this.share(tenantId, nowMs) - 1))
  }

  #setLatest(claim: LightClaim): void {
    if (claim.tenantId !== this.#light.tenantId) this.#otherLight = this.#light
    this.#light = claim
  }

  #shortestOf(durationMs: number, nowMs: number): number {
    const { sinceMs, current } = this.#shortest
    if (nowMs - sinceMs >= PERIOD_MS) {
      this.#shortest = { current: Number.POSITIVE_INFINITY, previous: current, sinceMs: nowMs }
    }
    this.#shortest.current = Math.min(this.#shortest.current, durationMs)
    return Math.min(this.#shortest.current, this.#shortest.previous)
  }
}
