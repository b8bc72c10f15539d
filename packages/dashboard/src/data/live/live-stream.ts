import { authorizationHeader } from '../../session/portal-token.ts'
import { EventStreamReader } from './event-stream.ts'
import { changeOf, type LiveChange, RESYNC } from './live-message.ts'

/** The API sends a comment every 15 seconds. Without two of them, a proxy holds the stream back, or its connection is lost. */
const SILENCE_MS_MAX = 35_000
const RETRY_MS = 2_000
/** After a stream that was refused, or did not arrive. */
const REFUSED_RETRY_MS = 30_000

/** What happens to a stream. */
export interface StreamListener {
  /** Whether events arrive. */
  onState(isLive: boolean): void
  /** The stream is alive. */
  onPulse(): void
  onChange(change: LiveChange): void
}

/** Reads the live updates of a tenant until the signal ends it, and reconnects. */
export async function followLive(
  tenant: string,
  listener: StreamListener,
  signal: AbortSignal,
): Promise<void> {
  let lastEventId: string | undefined
  while (!signal.aborted) {
    let retryMs = REFUSED_RETRY_MS
    const attempt = new AbortController()
    const stop = () => attempt.abort()
    signal.addEventListener('abort', stop, { once: true })
    let silence = setTimeout(stop, SILENCE_MS_MAX)
    try {
      const response = await fetch(`/v1/tenants/${encodeURIComponent(tenant)}/live`, {
        headers: headersOf(lastEventId),
        cache: 'no-store',
        signal: attempt.signal,
      })
      const isStream = response.ok && response.headers.get('content-type')?.startsWith('text/event-stream')
      if (!isStream || response.body === null) throw new Error(`the stream has the status ${response.status}`)
      const reader = new EventStreamReader()
      const pieces = response.body.pipeThrough(new TextDecoderStream()).getReader()
      for (let piece = await pieces.read(); !piece.done; piece = await pieces.read()) {
        clearTimeout(silence)
        silence = setTimeout(stop, SILENCE_MS_MAX)
        listener.onPulse()
        for (const { name, id, data, retryMs: wanted } of reader.read(piece.value)) {
          retryMs = wanted ?? RETRY_MS
          if (name !== undefined) listener.onState(true)
          // Without an id of its own, this client knows only what it reads from now on.
          const change = name === 'ready' && lastEventId === undefined ? RESYNC : changeOf(name, data)
          lastEventId = id ?? lastEventId
          if (change !== undefined) listener.onChange(change)
        }
      }
    } catch {
      // Whatever it is, polling shows changes until the stream is back.
      attempt.abort()
    }
    clearTimeout(silence)
    signal.removeEventListener('abort', stop)
    if (signal.aborted) return
    if (retryMs === REFUSED_RETRY_MS) listener.onState(false)
    await pause(retryMs, signal)
  }
}

function headersOf(lastEventId: string | undefined): Record<string, string> {
  const authorization = authorizationHeader()
  return {
    accept: 'text/event-stream',
    'x-posthorn-client': 'web',
    ...(authorization === undefined ? {} : { authorization }),
    ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
