import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/actions/button.tsx'
import { useToasts } from '../../components/overlays/toasts.tsx'
import { changeEndpoint } from '../../data/endpoints/endpoint-changes.ts'
import { type Endpoint, endpointQuery } from '../../data/endpoints.ts'
import { mayManage } from '../../session/session.ts'
import { useSession } from '../../session/session-gate.tsx'
import { toDraft } from './form/draft.ts'
import { EndpointForm } from './form/endpoint-form.tsx'
import { SettingsTable } from './settings-table.tsx'

/** The settings: a form for those who may change them, a table for all others. A listener has its own way to set a relay up. */
export function SettingsTab({ tenant, endpoint }: { tenant: string; endpoint: Endpoint }) {
  const isManager = mayManage(useSession())
  return isManager && endpoint.transport === 'http' ? (
    <SettingsForm tenant={tenant} endpoint={endpoint} />
  ) : (
    <SettingsTable endpoint={endpoint} />
  )
}

function SettingsForm({ tenant, endpoint }: { tenant: string; endpoint: Endpoint }) {
  const client = useQueryClient()
  const toasts = useToasts()
  // What others change meanwhile does not change what is typed here.
  const [stored, setStored] = useState({ endpoint, edition: 0 })
  const begin = (from: Endpoint) => setStored(({ edition }) => ({ endpoint: from, edition: edition + 1 }))
  return (
    <EndpointForm
      key={stored.edition}
      tenant={tenant}
      initial={toDraft(stored.endpoint)}
      isNew={false}
      testedBy={endpoint.id}
      send={async (body) => {
        const changed = await changeEndpoint(tenant, endpoint.id, body)
        client.setQueryData(endpointQuery(tenant, endpoint.id).queryKey, changed)
        begin(changed)
        toasts.succeeded('Settings saved', 'They apply from the next event on.')
        await client.invalidateQueries({ queryKey: [tenant, 'endpoints'] })
      }}
      submitText="Save changes"
      leave={
        <Button kind="plain" onClick={() => begin(endpoint)}>
          Discard
        </Button>
      }
    />
  )
}
