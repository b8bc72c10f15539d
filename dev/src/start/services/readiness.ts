import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 100
const REPLY_MS = 2_000

/** What `GET /readyz` says: "ready", or why it is not. */
async function askReadiness(origin: string): Promise<string> {
  try {
    const reply = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(REPLY_MS) })
    const body = await reply.text()
    return reply.ok ? 'ready' : `${reply.status} ${body.slice(0, 300)}`
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'no reply' : 'no connection'
  }
}

/**
 * Asks until the service is ready, `isHopeless` or the deadline. Returns the last answer, "ready" in the good case.
 */
export async function waitUntilReady(
  origin: string,
  { timeoutMs, signal, isHopeless }: { timeoutMs: number; signal: AbortSignal; isHopeless: () => boolean },
): Promise<string> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    signal.throwIfAborted()
    const answer = await askReadiness(origin)
    if (answer === 'ready' || isHopeless() || Date.now() > deadline) return answer
    await sleep(POLL_MS, undefined, { signal })
  }
}
