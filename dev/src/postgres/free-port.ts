import { createServer } from 'node:net'

/** A port on 127.0.0.1 that is currently free. */
export async function findFreePort(): Promise<number> {
  const port = await tryToListen(0)
  if (port === undefined) throw new Error('127.0.0.1 has no free port')
  return port
}

export async function isPortFree(port: number): Promise<boolean> {
  return (await tryToListen(port)) !== undefined
}

async function tryToListen(port: number): Promise<number | undefined> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined))
    })
  })
}
