import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useToasts } from '../../components/overlays/toasts.tsx'
import type { Delivery } from '../../data/deliveries.ts'
import { useEndpointNames } from '../../data/endpoints.ts'
import { eventQuery, replayEvent } from '../../data/events.ts'

/** Maximum number of new deliveries that the toast names. */
const LINKS_MAX = 4

/** Replays an event, and links to the new deliveries. */
export function useReplay(tenant: string, eventId: string, onSettled?: () => void) {
  const client = useQueryClient()
  const toasts = useToasts()
  // A repetition of the same request, as after a lost reply, sends nothing twice.
  const [idempotencyKey, setIdempotencyKey] = useState(() => crypto.randomUUID())
  return useMutation({
    mutationFn: (endpointIds: string[] | undefined) =>
      replayEvent(tenant, eventId, { endpointIds, idempotencyKey }),
    onSuccess: async ({ data }) => {
      setIdempotencyKey(crypto.randomUUID())
      if (data.length === 0) toasts.succeeded('Nothing was sent', 'No enabled endpoint is subscribed now.')
      else toasts.succeeded(titleOf(data.length), <DeliveryLinks tenant={tenant} deliveries={data} />)
      await client.invalidateQueries({ queryKey: [...eventQuery(tenant, eventId).queryKey, 'deliveries'] })
      await client.invalidateQueries({ queryKey: [...eventQuery(tenant, eventId).queryKey, 'matches'] })
    },
    onError: toasts.failed,
    ...(onSettled === undefined ? {} : { onSettled }),
  })
}

function titleOf(count: number): string {
  return count === 1 ? 'Replayed to 1 endpoint' : `Replayed to ${count} endpoints`
}

function DeliveryLinks({ tenant, deliveries }: { tenant: string; deliveries: readonly Delivery[] }) {
  const nameOf = useEndpointNames(tenant)
  const rest = deliveries.length - LINKS_MAX
  return (
    <>
      {deliveries.slice(0, LINKS_MAX).map(({ id, endpointId }) => (
        <Link
          key={id}
          to="/t/$tenant/deliveries/$id"
          params={{ tenant, id }}
          className="block truncate text-accent hover:underline"
        >
          {nameOf(endpointId)}
        </Link>
      ))}
      {rest > 0 && `and ${rest} more, which the event lists`}
    </>
  )
}
