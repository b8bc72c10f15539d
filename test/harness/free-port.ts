import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * Below the ports that a system gives to connections, and to listeners that ask for none: no other process gets one of these before
 * the caller listens (https://docs.kernel.org/networking/ip-sysctl.html: ip_local_port_range).
 */
const PORTS = { from: 20_000, below: 32_000 }
/** Workers of the test runner, each with ports of its own: between the choice of a port and its use, none may choose it too. */
const WORKERS_MAX = 16
const WORKER = Number(process.env['VITEST_POOL_ID'] ?? 0) % WORKERS_MAX

/** Not given twice: the first caller may not listen yet. */
const given = new Set<number>()

/**
 * A port on 127.0.0.1 that is free.
 * @param offset the port that is so much higher is free, too
 */
export async function freePort(offset = 0): Promise<number> {
  const steps = Math.floor((PORTS.below - offset - PORTS.from) / WORKERS_MAX)
  const port = PORTS.from + WORKERS_MAX * randomInt(steps) + WORKER
  const ports = [port, port + offset]
  if (ports.some((each) => given.has(each))) return freePort(offset)
  for (const each of ports) given.add(each)
  const areFree = await Promise.all([...new Set(ports)].map(isFree))
  return areFree.every((each) => each) ? port : freePort(offset)
}

function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
