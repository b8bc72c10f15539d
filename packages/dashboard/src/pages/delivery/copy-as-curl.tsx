import { attemptCurl } from '@posthorn/contracts/snippets'
import { useQuery } from '@tanstack/react-query'
import { Terminal } from 'lucide-react'
import { Button } from '../../components/actions/button.tsx'
import { useToasts } from '../../components/overlays/toasts.tsx'
import type { Attempt, Delivery } from '../../data/deliveries.ts'
import { endpointQuery } from '../../data/endpoints.ts'
import { eventQuery } from '../../data/events.ts'
import { problemOf } from '../../data/problem.ts'
import { mayManage } from '../../session/session.ts'
import { useSession } from '../../session/session-gate.tsx'
import { sentBody } from './sent-body.ts'

export interface CopyAsCurlProps {
  tenant: string
  delivery: Delivery
  attempt: Attempt
}

/** Copies the request of an attempt, to be sent from a shell. Nothing where its body is not known. */
export function CopyAsCurl(props: CopyAsCurlProps) {
  return mayManage(useSession()) && props.attempt.url != null ? <CopyKnown {...props} /> : null
}

function CopyKnown({ tenant, delivery, attempt }: CopyAsCurlProps) {
  const toasts = useToasts()
  const { data: event } = useQuery(eventQuery(tenant, delivery.eventId))
  const endpoint = useQuery(endpointQuery(tenant, delivery.endpointId))
  const isDeleted = endpoint.error !== null && problemOf(endpoint.error).status === 404
  // A raw body must not be copied as an envelope.
  const isKnown = endpoint.data !== undefined || isDeleted
  const body = event && isKnown ? sentBody(event, attempt, endpoint.data?.payloadFormat) : undefined
  if (body === undefined) return null
  const copy = () => {
    const { text, variables } = attemptCurl({ url: attempt.url ?? '', headers: headersOf(attempt), body })
    const note = variables.length === 0 ? undefined : `Before you run it, set ${variables.join(', ')}.`
    navigator.clipboard.writeText(text).then(() => toasts.succeeded('Copied as cURL', note), toasts.failed)
  }
  return (
    <Button size="small" icon={<Terminal size={13} aria-hidden />} onClick={copy}>
      Copy as cURL
    </Button>
  )
}

/** Posthorn sends no header twice. */
function headersOf({ requestHeaders }: Attempt): Record<string, string> {
  return Object.fromEntries(Object.entries(requestHeaders).map(([name, value]) => [name, String(value)]))
}
