export const SUPERUSER = 'posthorn'

/** Not the environment of this process: PGDATA or PGPORT would change the programs' behaviour, and keys are not for them. */
export const POSTGRES_ENV = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
}

/** For tests: their data may be lost in a crash, and the services of several files run at the same time. */
const FOR_TESTS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '400',
}

export function serverArguments(
  clusterDir: string,
  { port, durable }: { port: number; durable: boolean },
): string[] {
  const settings = { ...SETTINGS, port: String(port), ...(durable ? {} : FOR_TESTS) }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return ['-D', clusterDir, ...options]
}
