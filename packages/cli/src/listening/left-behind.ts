/** Which of the waiting deliveries a listener wants at first: `all`, `none`, or the latest, by their number. */
export type Backlog = string

/**
 * Of the deliveries that waited at the first connection, those that the listener did not want.
 * @param waiting as many as there were
 */
export function leftBehind(backlog: Backlog, waiting: number): number {
  if (backlog === 'all') return 0
  return Math.max(0, waiting - (backlog === 'none' ? 0 : Number(backlog)))
}

/**
 * What a later connection wants: everything but what was left behind before, which still waits.
 * @param waiting how many wait now
 * @param left how many the listener did not want
 */
export function laterBacklog({ waiting, left }: { waiting: number; left: number }): Backlog {
  return left === 0 ? 'all' : String(Math.max(0, waiting - left))
}
