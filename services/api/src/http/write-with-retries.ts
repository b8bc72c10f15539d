import { setTimeout } from 'node:timers/promises'

const TRIES = 60
const PAUSE_MS = 500

/**
 * Writes once, and after a failure retries in the background for half a minute without delaying the caller. The write
 * must be idempotent.
 */
export async function writeWithRetries(
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
    // Does not keep the process running: another process takes over when the reservation's lease expires.
    await setTimeout(PAUSE_MS, undefined, { ref: false })
    const written = await write().then(
      () => true,
      () => false,
    )
    if (written) return
  }
}
