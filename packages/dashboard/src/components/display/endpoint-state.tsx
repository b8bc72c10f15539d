import type { components } from '@posthorn/contracts/client-types'
import { DISABLED_REASON_EXPLANATIONS } from '@posthorn/contracts/explanations'
import { Badge, type Tone } from './badge.tsx'

type Endpoint = Pick<components['schemas']['Endpoint'], 'status' | 'disabledReason' | 'health'>

export interface EndpointState {
  tone: Tone
  text: string
  /** Why it is so; undefined where that needs no words. */
  reason: string | undefined
}

/** What state an endpoint is in, and why. */
export function stateOfEndpoint({ status, disabledReason, health }: Endpoint): EndpointState {
  if (status === 'disabled') {
    const reason = disabledReason == null ? undefined : DISABLED_REASON_EXPLANATIONS[disabledReason].title
    return { tone: disabledReason === 'manual' ? 'quiet' : 'bad', text: 'Disabled', reason }
  }
  if (health.circuit === 'open') {
    return { tone: 'bad', text: 'Circuit open', reason: health.reason ?? undefined }
  }
  if (health.failingSince !== null) {
    return { tone: 'warn', text: 'Failing', reason: 'No success since the first failure' }
  }
  return { tone: 'ok', text: health.lastSuccessAt === null ? 'Ready' : 'Healthy', reason: undefined }
}

/** The state of an endpoint as a badge. */
export function EndpointStateBadge({ endpoint }: { endpoint: Endpoint }) {
  const { tone, text, reason } = stateOfEndpoint(endpoint)
  return (
    <Badge tone={tone} hasDot {...(reason === undefined ? {} : { title: reason })}>
      {text}
    </Badge>
  )
}
