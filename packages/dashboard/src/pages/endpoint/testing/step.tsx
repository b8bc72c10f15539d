import { Check, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from '../../../components/classes.ts'

export type StepState = 'open' | 'active' | 'done' | 'failed'

const MARKS: Record<StepState, { className: string; icon: ReactNode }> = {
  open: { className: 'border border-line-strong', icon: null },
  active: {
    className: 'border border-info-mark',
    icon: <span className="size-2 animate-pulse rounded-full bg-info-mark" />,
  },
  done: { className: 'bg-ok-soft text-ok', icon: <Check size={12} /> },
  failed: { className: 'bg-bad-soft text-bad', icon: <X size={12} /> },
}

/** One step of something that goes on, with a line to the next one. */
export function Step({
  state,
  title,
  isLast = false,
  children,
}: {
  state: StepState
  title: string
  isLast?: boolean
  children?: ReactNode
}) {
  const { className, icon } = MARKS[state]
  return (
    <li className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-3" data-state={state}>
      <span aria-hidden className="flex flex-col items-center">
        <span className={classes('flex size-5 items-center justify-center rounded-full', className)}>
          {icon}
        </span>
        {!isLast && <span className="w-px flex-1 bg-line-strong" />}
      </span>
      <span className={classes('min-h-12 text-sm', !isLast && 'pb-3')}>
        <span className={classes('block font-medium', state === 'open' && 'text-faint')}>{title}</span>
        <span className="mt-0.5 block text-xs text-muted">{children}</span>
      </span>
    </li>
  )
}
