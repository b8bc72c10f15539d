import type { components } from '@posthorn/contracts/client-types'
import { REQUEST_CAUSE_EXPLANATIONS } from '@posthorn/contracts/explanations'
import { Badge, type Tone } from './badge.tsx'

type InboundRequest = components['schemas']['InboundRequest']

const OUTCOMES: Record<InboundRequest['outcome'], { tone: Tone; text: string }> = {
  accepted: { tone: 'ok', text: 'Accepted' },
  duplicate: { tone: 'quiet', text: 'Duplicate' },
  rejected: { tone: 'bad', text: 'Rejected' },
}

/** What became of a request to a source. */
export function RequestOutcome({ outcome }: Pick<InboundRequest, 'outcome'>) {
  const { tone, text } = OUTCOMES[outcome]
  return (
    <Badge tone={tone} hasDot>
      {text}
    </Badge>
  )
}

/** Why a request was rejected, in a few words. */
export function causeTitle(cause: NonNullable<InboundRequest['cause']>): string {
  // A later version of the API may know more causes.
  const explanations: Partial<typeof REQUEST_CAUSE_EXPLANATIONS> = REQUEST_CAUSE_EXPLANATIONS
  return explanations[cause]?.title ?? cause
}
