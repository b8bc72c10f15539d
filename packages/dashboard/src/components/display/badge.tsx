import type { ReactNode } from 'react'
import { classes } from '../classes.ts'

/** What a colour means. It never says something that the text does not. */
export type Tone = 'ok' | 'bad' | 'warn' | 'info' | 'quiet'

const SOFT: Record<Tone, string> = {
  ok: 'bg-ok-soft text-ok',
  bad: 'bg-bad-soft text-bad',
  warn: 'bg-warn-soft text-warn',
  info: 'bg-info-soft text-info',
  quiet: 'bg-quiet-soft text-quiet',
}

const MARK: Record<Tone, string> = {
  ok: 'bg-ok-mark',
  bad: 'bg-bad-mark',
  warn: 'bg-warn-mark',
  info: 'bg-info-mark',
  quiet: 'bg-quiet-mark',
}

export interface BadgeProps {
  tone?: Tone
  /** A dot before the text, as of a state. */
  hasDot?: boolean
  isMono?: boolean
  title?: string
  children: ReactNode
}

/** A short word on a soft background. */
export function Badge({ tone = 'quiet', hasDot = false, isMono = false, title, children }: BadgeProps) {
  return (
    <span
      title={title}
      className={classes(
        'inline-flex h-5 max-w-full items-center gap-1.5 rounded px-1.5 text-xs font-medium whitespace-nowrap',
        isMono && 'font-mono text-2xs tracking-tight',
        SOFT[tone],
      )}
    >
      {hasDot && <span aria-hidden className={classes('size-1.5 shrink-0 rounded-full', MARK[tone])} />}
      <span className="truncate">{children}</span>
    </span>
  )
}
