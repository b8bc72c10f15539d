import { Link } from '@tanstack/react-router'
import { ArrowRight, CircleCheck } from 'lucide-react'
import { buttonClasses } from '../../components/actions/button.tsx'
import { Card } from '../../components/display/card.tsx'
import type { EndpointWithSecret } from '../../data/endpoints/endpoint-changes.ts'
import { PageHeader } from '../../shell/page-header.tsx'
import { SecretOnce } from '../endpoint/secret-once.tsx'
import { TestSteps } from '../endpoint/testing/test-steps.tsx'
import { VerifySnippets } from '../endpoint/verify-snippets.tsx'

/** After an endpoint was created: its secret, which is shown now only, and the first event. */
export function CreatedEndpoint({ tenant, endpoint }: { tenant: string; endpoint: EndpointWithSecret }) {
  return (
    <>
      <PageHeader
        title={
          <>
            <CircleCheck size={20} aria-hidden className="text-ok-mark" />
            Endpoint created
          </>
        }
      >
        <Link
          to="/t/$tenant/endpoints/$id"
          params={{ tenant, id: endpoint.id }}
          className={buttonClasses('solid')}
        >
          Open the endpoint
          <ArrowRight size={14} aria-hidden />
        </Link>
      </PageHeader>
      <div className="space-y-4">
        <Card title="Signing secret">
          <SecretOnce secret={endpoint.secret} />
        </Card>
        <Card title="Send a test">
          <TestSteps tenant={tenant} endpointId={endpoint.id} />
        </Card>
        <VerifySnippets endpoint={endpoint} />
      </div>
    </>
  )
}
