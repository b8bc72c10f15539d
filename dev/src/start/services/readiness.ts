import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 100
const REPLY_MS = 2_000

/** The result of `GET /readyz`: "ready", or why not. */
async function askReadiness(origin: string): Promise<string> {
  try {
    const reply = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(REPLY_MS) })
    const body = await reply.text()
    return reply.ok ? 'ready' : `${reply.status} ${body.slice(0, 300)}`
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'no reply' : 'no connection'
  }
}

/** Polls until the service is ready, `isGivenUp` returns true, or the deadline. Returns the last result, "ready" on success. */
export async function waitUntilReady(
  origin: string,
  { timeoutMs, signal, isGivenUp }: { timeoutMs: number; signal: AbortSignal; isGivenUp: () => boolean },
): Promise<string> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    signal.throwIfAborted()
    const readiness = await askReadiness(origin)
    if (readiness === 'ready' || isGivenUp() || Date.now() > deadline) return readiness
    await sleep(POLL_MS, undefined, { signal })
  }
}
