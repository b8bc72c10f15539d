import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ShieldX } from 'lucide-react'
import { useState } from 'react'
import { useTenant } from '../../app/tenant-route.tsx'
import { buttonClasses } from '../../components/actions/button.tsx'
import { MessageState } from '../../components/states/message-state.tsx'
import { createEndpoint, type EndpointWithSecret } from '../../data/endpoints/endpoint-changes.ts'
import { endpointsQuery } from '../../data/endpoints.ts'
import { mayManage } from '../../session/session.ts'
import { useSession } from '../../session/session-gate.tsx'
import { PageHeader } from '../../shell/page-header.tsx'
import { NEW_DRAFT } from '../endpoint/form/draft.ts'
import { EndpointForm } from '../endpoint/form/endpoint-form.tsx'
import { CreatedEndpoint } from './created-endpoint.tsx'

export function NewEndpointPage() {
  const tenant = useTenant()
  const session = useSession()
  const client = useQueryClient()
  const { data: endpoints } = useQuery(endpointsQuery(tenant))
  const [created, setCreated] = useState<EndpointWithSecret | undefined>()
  if (!mayManage(session)) {
    return (
      <MessageState icon={<ShieldX size={18} />} title="Your key may only read">
        Creating an endpoint needs a key with the role manage.
      </MessageState>
    )
  }
  if (created !== undefined) return <CreatedEndpoint tenant={tenant} endpoint={created} />
  return (
    <>
      <PageHeader
        above={
          <Link to="/t/$tenant/endpoints" params={{ tenant }} className="hover:text-ink hover:underline">
            Endpoints
          </Link>
        }
        title="New endpoint"
      />
      <EndpointForm
        tenant={tenant}
        initial={NEW_DRAFT}
        isNew
        testedBy={endpoints?.data[0]?.id}
        send={async (body) => {
          setCreated(await createEndpoint(tenant, body))
          await client.invalidateQueries({ queryKey: [tenant, 'endpoints'] })
        }}
        submitText="Create endpoint"
        leave={
          <Link to="/t/$tenant/endpoints" params={{ tenant }} className={buttonClasses('plain')}>
            Cancel
          </Link>
        }
      />
    </>
  )
}
