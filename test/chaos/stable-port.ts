import { once } from 'node:events'
import { createServer } from 'node:net'

// Below the ephemeral range, so that no outgoing connection takes the port of a service that restarts.
const PORT_MIN = 20_000
const PORT_MAX = 29_999
const TRIES_MAX = 50

/** A port of 127.0.0.1 that stays free while nothing listens on it. */
export async function stablePort(): Promise<number> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const port = PORT_MIN + Math.floor(Math.random() * (PORT_MAX - PORT_MIN + 1))
    if (await isFree(port)) return port
  }
  throw new Error(`found no free port between ${PORT_MIN} and ${PORT_MAX}`)
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}
