import { portalLinkId } from '../../session/portal.ts'
import { type LiveChange, type LiveState, RESYNC } from './live-message.ts'
import { followLive, type StreamListener } from './live-stream.ts'

/** The tab with the stream sends something every 15 seconds. */
const SILENCE_MS_MAX = 35_000

/** What tabs of a browser send each other. */
type TabMessage =
  | { kind: 'pulse'; isLive: boolean }
  | { kind: 'change'; change: LiveChange }
  /** A tab has joined. */
  | { kind: 'joined' }

export interface TabListener {
  onState: (state: LiveState) => void
  onChange: (change: LiveChange) => void
}

/**
 * Takes part in the one stream that all tabs of a browser share for a tenant, until the signal ends it: a browser has at most six
 * connections to a server. The tab that holds the lock has the stream, and passes events on. When it goes, the next one takes over.
 */
export function shareLive(tenant: string, { onState, onChange }: TabListener, signal: AbortSignal): void {
  const name = `posthorn-live:${portalLinkId() ?? ''}:${tenant}`
  const channel = openChannel(name)
  let isLeader = false
  let isLive = false
  let silence = watchSilence()

  function watchSilence() {
    return setTimeout(() => onState('polling'), SILENCE_MS_MAX)
  }
  function heard(nowLive: boolean): void {
    clearTimeout(silence)
    silence = watchSilence()
    isLive = nowLive
    onState(isLive ? 'live' : 'polling')
  }
  const post = (message: TabMessage) => channel?.postMessage(message)

  const stream: StreamListener = {
    onState(nowLive) {
      heard(nowLive)
      post({ kind: 'pulse', isLive })
    },
    onPulse() {
      heard(isLive)
      post({ kind: 'pulse', isLive })
    },
    onChange(change) {
      onChange(change)
      post({ kind: 'change', change })
    },
  }
  channel?.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => {
    if (data.kind === 'change') onChange(data.change)
    else if (data.kind === 'pulse') heard(data.isLive)
    else if (isLeader) post({ kind: 'pulse', isLive })
  })
  post({ kind: 'joined' })
  // What has changed before this tab heard of anything.
  onChange(RESYNC)

  const lead = async () => {
    isLeader = true
    await followLive(tenant, stream, signal)
  }
  // In a frame whose storage is blocked there is neither: then the tab has a stream of its own.
  if (channel === undefined || navigator.locks === undefined) void lead()
  else
    navigator.locks.request(name, { signal }, lead).catch(() => {
      if (!signal.aborted) void lead()
    })
  signal.addEventListener('abort', () => {
    clearTimeout(silence)
    channel?.close()
  })
}

function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name)
  } catch {
    return undefined
  }
}
