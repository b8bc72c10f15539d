import { useLiveState } from '../data/live/use-live-updates.ts'

const TEXTS = {
  live: { text: 'Live', title: 'Changes appear at once.' },
  polling: {
    text: 'Every few seconds',
    title:
      'Live updates do not arrive: a proxy may hold them back. This page looks for changes every few seconds.',
  },
}

/** How changes reach this page. */
export function LiveStatus() {
  const state = useLiveState()
  if (state === 'connecting') return null
  const { text, title } = TEXTS[state]
  return (
    <span
      role="status"
      title={title}
      data-live={state}
      className="flex items-center gap-1.5 text-xs text-faint"
    >
      <span
        aria-hidden
        className={`size-1.5 rounded-full ${state === 'live' ? 'bg-ok-mark' : 'bg-quiet-mark'}`}
      />
      {text}
    </span>
  )
}
