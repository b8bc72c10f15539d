import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from '../../components/classes.ts'

export type StepState = 'done' | 'now' | 'later'

export interface StepProps {
  number: number
  title: string
  state: StepState
  children?: ReactNode
}

const MARKS: Record<StepState, string> = {
  done: 'bg-ok-soft text-ok',
  now: 'bg-solid text-on-solid',
  later: 'bg-quiet-soft text-faint',
}
const SAID: Record<StepState, string> = { done: 'Done: ', now: 'Now: ', later: 'Later: ' }

/** One of several steps: done, at hand or still to come. A line leads to the next one. */
export function Step({ number, title, state, children }: StepProps) {
  return (
    <li
      aria-current={state === 'now' ? 'step' : undefined}
      className="group grid grid-cols-[2rem_minmax(0,1fr)] gap-x-4"
    >
      <div className="flex flex-col items-center">
        <span
          aria-hidden
          className={classes(
            'flex size-7 shrink-0 items-center justify-center rounded-full text-sm font-semibold',
            MARKS[state],
          )}
        >
          {state === 'done' ? <Check size={15} /> : number}
        </span>
        <span className="mt-1.5 mb-1.5 w-px flex-1 bg-line group-last:hidden" />
      </div>
      <div className="min-w-0 pb-8">
        <h2 className={classes('pt-0.5 font-semibold', state === 'later' && 'text-faint')}>
          <span className="sr-only">{SAID[state]}</span>
          {title}
        </h2>
        <div className="mt-1 text-sm text-muted">{children}</div>
      </div>
    </li>
  )
}
