import { Link } from '@tanstack/react-router'
import { useTenant } from '../../app/tenant-route.tsx'
import { PageHeader } from '../../shell/page-header.tsx'
import { eventSearchRoute } from './route.ts'
import { SearchForm } from './search-form.tsx'
import { SearchHits } from './search-hits.tsx'

export function EventSearchPage() {
  const tenant = useTenant()
  const { job } = eventSearchRoute.useSearch()
  return (
    <>
      <PageHeader
        above={
          <Link to="/t/$tenant/events" params={{ tenant }} className="hover:text-ink hover:underline">
            Events
          </Link>
        }
        title="Search the data of events"
      />
      <div className="space-y-4">
        <SearchForm tenant={tenant} />
        {job !== undefined && <SearchHits key={job} tenant={tenant} jobId={job} />}
      </div>
    </>
  )
}
