import { useQuery } from '@tanstack/react-query'
import { Card } from '../../components/display/card.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { problemOf } from '../../data/problem.ts'
import { type InboundRequestDetail, requestVerificationQuery } from '../../data/requests.ts'
import { VerificationResult } from '../source-verify/verification-result.tsx'

/** Whether the source, as it is now, would accept the request with its original signatures. */
export function CurrentVerification({ tenant, request }: { tenant: string; request: InboundRequestDetail }) {
  const { data, error } = useQuery(requestVerificationQuery(tenant, request))
  return (
    <Card title="With the present settings of the source">
      {data !== undefined && <VerificationResult tenant={tenant} result={data} />}
      {data === undefined && error === null && <Loading label="Verifying the request" />}
      {data === undefined && error !== null && (
        <p className="text-sm text-muted">{problemOf(error).message}</p>
      )}
    </Card>
  )
}
