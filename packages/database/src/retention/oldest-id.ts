/** Rows are removed this long after they have expired, when no request for them is in progress any more. */
const MARGIN_HOURS = 1

/**
 * SQL of the first id that is kept.
 * @param prefix of the kind of id
 * @param days the retention period, as SQL
 */
export function oldestId(prefix: string, days: string): string {
  return `first_id_at('${prefix}', now() - make_interval(days => ${days}, hours => ${MARGIN_HOURS}))`
}
