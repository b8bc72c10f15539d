import { DISABLED_REASON_EXPLANATIONS } from '@posthorn/contracts/explanations'
import { CircleAlert, CirclePause } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from '../../../components/classes.ts'
import { Countdown, DateTime } from '../../../components/display/date-time.tsx'
import type { Endpoint } from '../../../data/endpoints.ts'

/** Why the endpoint gets nothing, or less; nothing when all is well. */
export function StateNotice({ endpoint }: { endpoint: Endpoint }) {
  const { status, disabledReason, health } = endpoint
  if (status === 'disabled' && disabledReason != null) {
    const { title, explanation, fix } = DISABLED_REASON_EXPLANATIONS[disabledReason]
    return (
      <Notice title={title} isBad={disabledReason !== 'manual'}>
        {explanation} {fix}
      </Notice>
    )
  }
  if (health.circuit === 'open') {
    return (
      <Notice title="Circuit open" isBad>
        {health.reason === null ? '' : `${health.reason}. `}
        Deliveries wait without using up their attempts, and single attempts probe whether it works again.
        {health.nextProbeAt !== null && (
          <>
            {' '}
            Next probe <Countdown to={health.nextProbeAt} />.
          </>
        )}
      </Notice>
    )
  }
  if (health.failingSince !== null) {
    return (
      <Notice title="Failing">
        No attempt has succeeded since <DateTime at={health.failingSince} />. Deliveries are retried by their
        schedule.
      </Notice>
    )
  }
  return null
}

function Notice({ title, isBad = false, children }: { title: string; isBad?: boolean; children: ReactNode }) {
  const Icon = isBad ? CircleAlert : CirclePause
  return (
    <section
      aria-label="State"
      className={classes(
        'flex gap-3 rounded-lg border bg-surface px-4 py-3.5 shadow-card',
        isBad ? 'border-bad-mark/40' : 'border-line',
      )}
    >
      <Icon
        size={18}
        aria-hidden
        className={classes('mt-0.5 shrink-0', isBad ? 'text-bad-mark' : 'text-warn-mark')}
      />
      <div className="min-w-0">
        <h2 className="font-semibold">{title}</h2>
        <p className="mt-0.5 text-sm break-words text-muted">{children}</p>
      </div>
    </section>
  )
}
