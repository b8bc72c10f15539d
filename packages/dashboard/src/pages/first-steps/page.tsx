import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTenant } from '../../app/tenant-route.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { ErrorState } from '../../components/states/states.tsx'
import { endpointsQuery } from '../../data/endpoints.ts'
import { newestEventQuery } from '../../data/managing/first-steps.ts'
import { PageHeader } from '../../shell/page-header.tsx'
import { ArrivalStep } from './arrival-step.tsx'
import { EndpointStep } from './endpoint-step.tsx'
import { PublishStep } from './publish-step.tsx'
import { Step } from './step.tsx'

export function FirstStepsPage() {
  const tenant = useTenant()
  const endpoints = useQuery(endpointsQuery(tenant))
  const newest = useQuery(newestEventQuery(tenant))
  const before = useFirst(newest.data)
  if (endpoints.data === undefined || before === undefined) {
    const error = endpoints.error ?? newest.error
    return error === null ? <Loading label="Loading the steps" /> : <ErrorState error={error} what="tenant" />
  }
  const endpoint = endpoints.data.data[0]
  // An event that was there when the page was opened is none of its steps.
  const event = newest.data != null && newest.data.id !== before?.id ? newest.data : undefined
  return (
    <>
      <PageHeader title="First steps" />
      <ol className="max-w-3xl">
        <Step number={1} title="A tenant" state="done">
          <span className="font-medium text-ink">{tenant}</span> owns endpoints, sources and events; nothing
          crosses tenants.
        </Step>
        <EndpointStep tenant={tenant} endpoint={endpoint} />
        <PublishStep tenant={tenant} isReady={endpoint !== undefined} event={event} />
        <ArrivalStep tenant={tenant} event={event} />
      </ol>
    </>
  )
}

/** The first value that is not undefined. */
function useFirst<Value>(value: Value | undefined): Value | undefined {
  const [first, setFirst] = useState(value)
  if (first === undefined && value !== undefined) setFirst(value)
  return first
}
