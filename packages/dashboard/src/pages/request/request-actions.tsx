import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Pencil, RotateCw, ShieldQuestion } from 'lucide-react'
import { Button, buttonClasses } from '../../components/actions/button.tsx'
import { useShortcut } from '../../components/actions/use-shortcut.ts'
import { useToasts } from '../../components/overlays/toasts.tsx'
import {
  type InboundRequestDetail,
  reprocessRequest,
  requestQuery,
  requestVerificationQuery,
} from '../../data/requests.ts'

/** Reprocess, also by `r`; for a rejected request, what repairs its source. */
export function RequestActions({ tenant, request }: { tenant: string; request: InboundRequestDetail }) {
  const { id, sourceId, outcome, reprocessable } = request
  const isRejected = outcome === 'rejected'
  const client = useQueryClient()
  const toasts = useToasts()
  const { data: verification } = useQuery({
    ...requestVerificationQuery(tenant, request),
    enabled: isRejected && reprocessable,
  })
  const reprocess = useMutation({
    mutationFn: () => reprocessRequest(tenant, id),
    onSuccess: ({ status, eventId }) =>
      status === 'accepted'
        ? toasts.succeeded(isRejected ? 'Accepted' : 'Sent again', `Its event is ${eventId}.`)
        : toasts.succeeded('Already processed', `Its event is ${eventId}; nothing is sent again.`),
    onError: toasts.failed,
    onSettled: () => client.invalidateQueries({ queryKey: requestQuery(tenant, id).queryKey }),
  })
  const mayReprocess = reprocessable && outcome !== 'duplicate'
  useShortcut('r', () => {
    if (mayReprocess && !reprocess.isPending) reprocess.mutate()
  })
  const isRepaired = verification?.verified === true
  return (
    <>
      {isRejected && (
        <>
          <Link
            to="/t/$tenant/sources/$id/verify"
            params={{ tenant, id: sourceId }}
            search={{ request: id }}
            className={buttonClasses()}
          >
            <ShieldQuestion size={14} aria-hidden />
            Verify tool
          </Link>
          <Link
            to="/t/$tenant/sources/$id/edit"
            params={{ tenant, id: sourceId }}
            className={buttonClasses(isRepaired || !mayReprocess ? 'outline' : 'solid')}
          >
            <Pencil size={14} aria-hidden />
            Edit the source
          </Link>
        </>
      )}
      {mayReprocess && (
        <Button
          kind={isRepaired || !isRejected ? 'solid' : 'outline'}
          icon={<RotateCw size={14} aria-hidden />}
          isBusy={reprocess.isPending}
          onClick={() => reprocess.mutate()}
          aria-keyshortcuts="r"
        >
          {isRejected ? 'Reprocess' : 'Send its event again'}
        </Button>
      )}
    </>
  )
}
