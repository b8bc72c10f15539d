import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Select } from '../../../components/forms/select.tsx'
import { Loading } from '../../../components/states/loading.tsx'
import { ErrorState } from '../../../components/states/states.tsx'
import { endpointStatsQuery } from '../../../data/endpoints/endpoint-stats.ts'
import type { Endpoint } from '../../../data/endpoints.ts'
import { isPeriod, PERIODS, type Period } from '../../../data/periods.ts'
import { GraceNotice } from '../actions/grace-notice.tsx'
import { endpointRoute } from '../route.ts'
import { Causes } from './causes.tsx'
import { EndpointCharts } from './endpoint-charts.tsx'
import { EndpointFacts } from './endpoint-facts.tsx'
import { EndpointFigures } from './endpoint-figures.tsx'
import { RecentDeliveries } from './recent-deliveries.tsx'
import { StateNotice } from './state-notice.tsx'

const OPTIONS = (Object.keys(PERIODS) as Period[]).map((value) => ({ value, text: PERIODS[value].text }))

/** How the endpoint does: its state with the reason, figures, causes of failures, and the newest deliveries. */
export function Overview({ tenant, endpoint }: { tenant: string; endpoint: Endpoint }) {
  const search = endpointRoute.useSearch()
  const navigate = useNavigate()
  const period = isPeriod(search.period) ? search.period : '24h'
  const { data, error, refetch } = useQuery(endpointStatsQuery(tenant, endpoint.id, period))
  return (
    <>
      <StateNotice endpoint={endpoint} />
      <GraceNotice endpoint={endpoint} />
      <EndpointFacts endpoint={endpoint} />
      <div className="flex items-center justify-between pt-1">
        <h2 className="text-sm font-semibold">Activity</h2>
        <Select
          label="Period"
          value={period}
          options={OPTIONS}
          onChange={(chosen) =>
            void navigate({
              to: '/t/$tenant/endpoints/$id',
              params: { tenant, id: endpoint.id },
              search: { ...search, period: chosen },
              replace: true,
              resetScroll: false,
            })
          }
        />
      </div>
      {data === undefined && error === null && <Loading label="Loading the statistics" />}
      {data === undefined && error !== null && (
        <ErrorState error={error} what="endpoint" onRetry={() => void refetch()} />
      )}
      {data !== undefined && (
        <>
          <EndpointFigures tenant={tenant} endpointId={endpoint.id} stats={data} period={period} />
          <EndpointCharts tenant={tenant} endpointId={endpoint.id} stats={data} />
        </>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Causes tenant={tenant} endpointId={endpoint.id} period={period} />
        <RecentDeliveries tenant={tenant} endpointId={endpoint.id} />
      </div>
    </>
  )
}
