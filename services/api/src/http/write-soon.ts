import { setTimeout } from 'node:timers/promises'

const TRIES = 60
const PAUSE_MS = 500

/**
 * Writes what nobody has to wait for. Should the database be away, the writing goes on in the background for half a
 * minute; the caller goes on at once. The write must be safe to repeat.
 */
export async function writeSoon(
  write: () => Promise<void>,
  log: { warn(fields: object, message: string): void },
): Promise<void> {
  try {
    await write()
  } catch (error) {
    log.warn({ err: error, retrying: true }, 'idempotency.write_failed')
    void writeLater(write)
  }
}

async function writeLater(write: () => Promise<void>): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    // It does not keep a process from stopping: another one takes over when the lease has ended.
    await setTimeout(PAUSE_MS, undefined, { ref: false })
    const written = await write().then(
      () => true,
      () => false,
    )
    if (written) return
  }
}
