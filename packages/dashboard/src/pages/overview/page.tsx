import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTenant } from '../../app/tenant-route.tsx'
import { buttonClasses } from '../../components/actions/button.tsx'
import { Card } from '../../components/display/card.tsx'
import { Select } from '../../components/forms/select.tsx'
import { Loading } from '../../components/states/loading.tsx'
import { ErrorState } from '../../components/states/states.tsx'
import { failuresQuery, statsQuery } from '../../data/overview.ts'
import { isPeriod, PERIODS, type Period } from '../../data/periods.ts'
import { rejectionsQuery } from '../../data/requests.ts'
import { PageHeader } from '../../shell/page-header.tsx'
import { Charts } from './charts.tsx'
import { FailingNow } from './failing-now.tsx'
import { Figures } from './figures.tsx'
import { RejectingSources } from './rejecting-sources.tsx'
import { overviewRoute } from './route.ts'

const OPTIONS = (Object.keys(PERIODS) as Period[]).map((value) => ({ value, text: PERIODS[value].text }))

export function OverviewPage() {
  const tenant = useTenant()
  const search = overviewRoute.useSearch()
  const navigate = useNavigate({ from: '/t/$tenant/' })
  const period = isPeriod(search.period) ? search.period : '24h'
  const { data, error, refetch } = useQuery(statsQuery(tenant, period))
  // Shown together: what is known later would move what is below it under the pointer.
  const failures = useQuery(failuresQuery(tenant, period))
  const rejections = useQuery(rejectionsQuery(tenant, period))
  const isPending = failures.isPending || rejections.isPending
  return (
    <>
      <PageHeader title="Overview">
        <Select
          label="Period"
          value={period}
          options={OPTIONS}
          onChange={(chosen) => void navigate({ search: { period: chosen }, replace: true })}
        />
      </PageHeader>
      {data === undefined && error === null && <Loading label="Loading the statistics" />}
      {data === undefined && error !== null && (
        <ErrorState error={error} what="tenant" onRetry={() => void refetch()} />
      )}
      {data !== undefined && (
        <div className="space-y-4">
          {data.totals.events === 0 && <ToFirstSteps tenant={tenant} />}
          <Figures tenant={tenant} stats={data} period={period} />
          {isPending ? (
            <Loading label="Loading what fails" />
          ) : (
            <>
              <FailingNow tenant={tenant} period={period} />
              <RejectingSources tenant={tenant} period={period} />
              <Charts tenant={tenant} stats={data} />
            </>
          )}
        </div>
      )}
    </>
  )
}

/** For a tenant whose pages would be empty. */
function ToFirstSteps({ tenant }: { tenant: string }) {
  return (
    <Card>
      <div className="flex flex-wrap items-center justify-between gap-3 pt-2">
        <p className="text-sm text-muted">
          No events in this period. Publish one, and watch it arrive within a minute.
        </p>
        <Link to="/t/$tenant/first-steps" params={{ tenant }} className={buttonClasses('solid')}>
          First steps
        </Link>
      </div>
    </Card>
  )
}
