/** A connection without a heartbeat for so long has ended: its process was killed, or has lost the database. */
export const HEARTBEAT_SECONDS_MAX = 20

/**
 * SQL condition: whether a listener is connected.
 * @param connection alias of the row
 */
export function isConnected(connection: string): string {
  return `${connection}.ended_at IS NULL AND NOT ${connection}.superseded AND ${isFresh(connection)}`
}

/**
 * SQL condition: whether a connection has had a heartbeat lately.
 * @param connection alias of the row
 */
export function isFresh(connection: string): string {
  return `${connection}.seen_at > now() - make_interval(secs => ${HEARTBEAT_SECONDS_MAX})`
}
