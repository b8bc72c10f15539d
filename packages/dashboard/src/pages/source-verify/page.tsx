import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ShieldQuestion } from 'lucide-react'
import { useTenant } from '../../app/tenant-route.tsx'
import { Card } from '../../components/display/card.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { MessageState } from '../../components/states/message-state.tsx'
import { ErrorState } from '../../components/states/states.tsx'
import { problemOf } from '../../data/problem.ts'
import { requestQuery } from '../../data/requests.ts'
import { type SourceVerify, sourceQuery, verifyRequest } from '../../data/sources.ts'
import { PageHeader } from '../../shell/page-header.tsx'
import { sourceVerifyRoute } from './route.ts'
import { VerificationResult } from './verification-result.tsx'
import { VerifyForm } from './verify-form.tsx'

export function SourceVerifyPage() {
  const tenant = useTenant()
  const { id } = sourceVerifyRoute.useParams()
  const { request } = sourceVerifyRoute.useSearch()
  const source = useQuery(sourceQuery(tenant, id))
  const recorded = useQuery({ ...requestQuery(tenant, request ?? ''), enabled: request !== undefined })
  const verify = useMutation({ mutationFn: (body: SourceVerify) => verifyRequest(tenant, id, body) })
  const isReady = source.data !== undefined && (request === undefined || recorded.data !== undefined)
  const error = source.error ?? recorded.error
  const problem = verify.error === null ? undefined : problemOf(verify.error)
  return (
    <>
      <PageHeader
        above={
          <Link
            to="/t/$tenant/sources/$id"
            params={{ tenant, id }}
            className="hover:text-ink hover:underline"
          >
            {source.data?.name ?? 'Source'}
          </Link>
        }
        title="Verify a request"
      />
      {!isReady && error === null && <Loading label="Loading the source" />}
      {!isReady && error !== null && <ErrorState error={error} what="source" />}
      {source.data !== undefined && isReady && (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <VerifyForm
            key={recorded.data?.id}
            recorded={recorded.data}
            ingestUrl={source.data.ingestUrl}
            error={verify.error}
            isBusy={verify.isPending}
            onVerify={(body) => verify.mutate(body)}
          />
          <Card title="Result" className="lg:sticky lg:top-19">
            <div aria-live="polite">
              {verify.data !== undefined && <VerificationResult tenant={tenant} result={verify.data} />}
              {verify.data === undefined && problem !== undefined && (
                <ErrorState error={problem} what="source" />
              )}
              {verify.data === undefined && problem === undefined && (
                <MessageState icon={<ShieldQuestion size={18} />} title="Would it be accepted?">
                  Paste a request that the provider has sent. It is verified with the present settings of the
                  source; nothing is stored or delivered.
                </MessageState>
              )}
            </div>
          </Card>
        </div>
      )}
    </>
  )
}
