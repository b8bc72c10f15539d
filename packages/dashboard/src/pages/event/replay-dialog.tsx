import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/actions/button.tsx'
import { Badge } from '../../components/display/badge.tsx'
import { Checkbox } from '../../components/forms/checkbox.tsx'
import { Dialog } from '../../components/overlays/dialog.tsx'
import { type Endpoint, endpointsQuery, nameOfEndpoint } from '../../data/endpoints.ts'
import { FindEndpoint } from './find-endpoint.tsx'
import { useReplay } from './use-replay.tsx'

/** The API takes at most as many. */
const CHOSEN_MAX = 100

/** Asks to which endpoints an event is sent again. Unless some are chosen, to all that are subscribed now. */
export function ReplayDialog({
  tenant,
  eventId,
  onClose,
}: {
  tenant: string
  eventId: string
  onClose: () => void
}) {
  const { data } = useQuery(endpointsQuery(tenant))
  const [chosen, setChosen] = useState<readonly string[]>([])
  /** Found by their ids. */
  const [found, setFound] = useState<readonly Endpoint[]>([])
  const replay = useReplay(tenant, eventId, onClose)
  const choose = (id: string, isChosen: boolean) =>
    setChosen(isChosen ? [...chosen, id] : chosen.filter((other) => other !== id))
  const isForAll = chosen.length === 0
  const listed = data?.data ?? []
  const isListed = (id: string) => listed.some((endpoint) => endpoint.id === id)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Replay this event"
      description="New deliveries with schedules of their own are sent. Receivers see the same webhook-id."
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button
            kind="solid"
            isBusy={replay.isPending}
            onClick={() => replay.mutate(isForAll ? undefined : [...chosen])}
          >
            {isForAll ? 'Replay to all subscribed' : `Replay to ${chosen.length} chosen`}
          </Button>
        </>
      }
    >
      <fieldset className="space-y-2.5 pt-1">
        <legend className="pb-3 text-sm text-muted">
          To every enabled endpoint that is subscribed now, or only to those chosen here, whatever they
          subscribe to:
        </legend>
        {[...listed, ...found.filter(({ id }) => !isListed(id))].map(({ id, url, relayName, enabled }) => (
          <Checkbox
            key={id}
            label={
              <span className="flex min-w-0 items-center gap-2">
                <span className="truncate">{nameOfEndpoint({ url, relayName })}</span>
                {!enabled && <Badge>disabled</Badge>}
              </span>
            }
            isChecked={chosen.includes(id)}
            isDisabled={!enabled || (chosen.length >= CHOSEN_MAX && !chosen.includes(id))}
            onChange={(isChosen) => choose(id, isChosen)}
          />
        ))}
        {data?.data.length === 0 && <p className="text-sm text-faint">There are no endpoints.</p>}
      </fieldset>
      {data?.nextCursor != null && (
        <FindEndpoint
          tenant={tenant}
          listed={listed.length}
          onFound={(endpoint) => {
            setFound((before) => [...before.filter(({ id }) => id !== endpoint.id), endpoint])
            if (endpoint.enabled && !chosen.includes(endpoint.id) && chosen.length < CHOSEN_MAX)
              choose(endpoint.id, true)
          }}
        />
      )}
    </Dialog>
  )
}
