import { Link } from '@tanstack/react-router'
import { CopyButton } from '../../components/actions/copy-button.tsx'
import { Badge } from '../../components/display/badge.tsx'
import { defineColumns } from '../../components/table/columns.ts'
import type { Source } from '../../data/sources.ts'
import { LastRequest, RejectedShare } from './newest-requests.tsx'
import { ProviderMark } from './provider-mark.tsx'

/** The columns of the list. On a phone, the last request is below the name. */
export function sourceColumns(tenant: string, titleOf: (provider: string) => string) {
  return defineColumns<Source>([
    {
      id: 'name',
      header: 'Source',
      className: 'sm:w-[28%]',
      cell: ({ id, name, provider, enabled }) => (
        <span className="flex min-w-0 items-center gap-2.5">
          <ProviderMark title={titleOf(provider)} />
          <span className="min-w-0">
            <span className="flex min-w-0 items-center gap-2">
              <Link
                to="/t/$tenant/sources/$id"
                params={{ tenant, id }}
                className="truncate font-medium hover:underline"
              >
                {name}
              </Link>
              {!enabled && <Badge>Disabled</Badge>}
            </span>
            <span className="block truncate text-xs text-faint">
              {titleOf(provider)}
              <span className="sm:hidden">
                {' · '}
                <LastRequest tenant={tenant} sourceId={id} />
              </span>
            </span>
          </span>
        </span>
      ),
    },
    {
      id: 'url',
      header: 'Ingest URL',
      className: 'max-md:hidden',
      cell: ({ name, ingestUrl }) => (
        <span className="flex min-w-0 items-center gap-1">
          <span title={ingestUrl} className="truncate font-mono text-xs text-muted">
            {ingestUrl.replace(/^https?:\/\//, '')}
          </span>
          <CopyButton text={ingestUrl} label={`Copy the ingest URL of ${name}`} />
        </span>
      ),
    },
    {
      id: 'last',
      header: 'Last request',
      className: 'w-32 max-sm:hidden',
      cell: ({ id }) => (
        <span className="text-muted">
          <LastRequest tenant={tenant} sourceId={id} />
        </span>
      ),
    },
    {
      id: 'rejected',
      header: 'Rejected',
      className: 'w-24 text-right sm:w-36',
      cell: ({ id, name }) => <RejectedShare tenant={tenant} sourceId={id} name={name} />,
    },
  ])
}
