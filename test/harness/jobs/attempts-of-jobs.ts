import type { RunningPosthorn } from '../posthorn.ts'

/** How many deliveries of an endpoint got how many attempts from jobs. Attempts whose worker was lost do not count. */
export function attemptsOfJobs(
  { database }: RunningPosthorn,
  endpointId: string,
): Promise<{ attempts: number; deliveries: number }[]> {
  return database.query(
    `SELECT attempts, count(*)::int AS deliveries FROM (
       SELECT count(*)::int AS attempts FROM attempts a JOIN deliveries d ON d.id = a.delivery_id
       WHERE d.endpoint_id = $1 AND a.trigger = 'recover' AND a.error_code IS DISTINCT FROM 'worker_lost'
       GROUP BY d.id) AS each GROUP BY attempts`,
    [endpointId],
  )
}
