import { connectProducer } from './connection.ts'

const REPLY_MS = 5_000

/**
 * Connects once and sends a PING.
 * @throws the first error, as it comes from the socket or from Redis
 */
export async function tryRedis(url: string): Promise<void> {
  const connection = connectProducer(url)
  const answered = Promise.withResolvers<void>()
  connection.on('error', (error: unknown) => answered.reject(innermost(error)))
  connection.once('ready', () => void connection.ping().then(() => answered.resolve(), answered.reject))
  const timer = setTimeout(() => {
    answered.reject(Object.assign(new Error(`no answer within ${REPLY_MS} ms`), { code: 'ETIMEDOUT' }))
  }, REPLY_MS)
  try {
    await answered.promise
  } finally {
    clearTimeout(timer)
    connection.disconnect()
  }
}

/** The error of the node of a cluster that was tried last, which says more than that all nodes have failed. */
function innermost(error: unknown): unknown {
  return error instanceof Error && 'lastNodeError' in error ? (error.lastNodeError ?? error) : error
}
