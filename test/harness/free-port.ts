import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * Below the ports that a system gives to connections, and to listeners that ask for none: no other process gets one of these before
 * the caller listens (https://docs.kernel.org/networking/ip-sysctl.html: ip_local_port_range).
 */
const PORTS = { from: 20_000, below: 32_000 }

/** A port on 127.0.0.1 that is free. */
export async function freePort(): Promise<number> {
  const port = randomInt(PORTS.from, PORTS.below)
  return (await isFree(port)) ? port : freePort()
}

function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
