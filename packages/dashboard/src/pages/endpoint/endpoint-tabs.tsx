import { Link } from '@tanstack/react-router'
import { endpointRoute } from './route.ts'

export type Tab = 'overview' | 'settings' | 'verify'

const TABS: { tab: Tab; text: string }[] = [
  { tab: 'overview', text: 'Overview' },
  { tab: 'settings', text: 'Settings' },
  { tab: 'verify', text: 'Verify signatures' },
]

/** The parts of the page. Each has a URL of its own, so they are links. */
export function EndpointTabs({
  tenant,
  endpointId,
  shown,
}: {
  tenant: string
  endpointId: string
  shown: Tab
}) {
  const { tab: _tab, ...others } = endpointRoute.useSearch()
  return (
    <nav aria-label="Parts of this endpoint" className="mb-4 border-b border-line">
      <ul className="-mb-px flex gap-5">
        {TABS.map(({ tab, text }) => (
          <li key={tab}>
            <Link
              to="/t/$tenant/endpoints/$id"
              params={{ tenant, id: endpointId }}
              search={tab === 'overview' ? others : { ...others, tab }}
              resetScroll={false}
              activeOptions={{ exact: true }}
              aria-current={tab === shown ? 'page' : undefined}
              className="block border-b-2 border-transparent pb-2.5 text-sm text-muted hover:text-ink aria-[current=page]:border-ink aria-[current=page]:font-medium aria-[current=page]:text-ink"
            >
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
