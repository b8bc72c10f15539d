const QUIET_MS = 60_000

/**
 * Tells of an error when it comes for the first time, and then once a minute, with how often it came meanwhile: a
 * connection that is tried again every second must not fill the log.
 * @param tell given the error, and how many like it were not told
 */
export function tellFirstThenCount(
  tell: (error: Error, untold: number) => void,
  { nowMs = () => performance.now() }: { nowMs?: () => number } = {},
): (error: Error) => void {
  const byKind = new Map<string, { toldMs: number; untold: number }>()
  return (error) => {
    const kind = kindOf(error)
    const last = byKind.get(kind)
    if (last !== undefined && nowMs() - last.toldMs < QUIET_MS) {
      last.untold += 1
      return
    }
    byKind.set(kind, { toldMs: nowMs(), untold: 0 })
    tell(error, last?.untold ?? 0)
  }
}

function kindOf(error: Error): string {
  return 'code' in error ? `${error.name} ${String(error.code)}` : error.name
}
