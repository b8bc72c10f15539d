import { hostname, userInfo } from 'node:os'

const LENGTH_MAX = 100

/** The name of a listener without `--name`: the same for each start by this user on this machine. */
export function relayName(suffix: string | undefined): string {
  const name = `${userName()}@${hostname()}${suffix === undefined ? '' : `-${suffix}`}`
  return name
    .replaceAll(/[^A-Za-z0-9._@-]/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, LENGTH_MAX)
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    // A container may run as a user without an entry.
    return 'user'
  }
}
