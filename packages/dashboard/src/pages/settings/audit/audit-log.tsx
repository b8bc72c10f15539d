import { X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button } from '../../../components/actions/button.tsx'
import { Card } from '../../../components/display/card.tsx'
import { ChoiceFilter } from '../../../components/filters/choice-filter.tsx'
import { TextFilter } from '../../../components/filters/text-filter.tsx'
import { TimeFilter } from '../../../components/filters/time-filter.tsx'
import { EmptyState } from '../../../components/states/states.tsx'
import { NewRowsPill } from '../../../components/table/new-rows-pill.tsx'
import { PagedTable } from '../../../components/table/paged-table.tsx'
import { useLiveList } from '../../../data/live-list.ts'
import { readAudit } from '../../../data/managing/audit.ts'
import { ACTION_OPTIONS } from './actions.ts'
import { auditColumns } from './columns.tsx'
import { EntryDialog } from './entry-dialog.tsx'
import { type AuditSearch, filtersOf, isFiltered, toAuditQuery } from './search.ts'

export interface AuditLogProps {
  /** Undefined: all tenants, for the operator. */
  tenant: string | undefined
  search: AuditSearch
  onSearch: (search: AuditSearch) => void
}

/** Who changed what and when, with its filters in the URL. */
export function AuditLog({ tenant, search, onSearch }: AuditLogProps) {
  const change = (changed: { [Name in keyof AuditSearch]: string | undefined }) => {
    const next = Object.entries({ ...search, ...changed }).filter(([, value]) => value !== undefined)
    onSearch(Object.fromEntries(next))
  }
  const { period, from, to } = search
  const range = Object.fromEntries(
    Object.entries({ period, from, to }).filter(([, value]) => value !== undefined),
  )
  return (
    <>
      <div role="search" aria-label="Filters" className="mb-4 flex flex-wrap gap-2">
        <ChoiceFilter
          label="Action"
          options={ACTION_OPTIONS}
          value={search.action}
          onChange={(action) => change({ action })}
          isSingle
        />
        <TextFilter
          label="Actor"
          placeholder="key_…, admin or system"
          value={search.actor}
          onChange={(actor) => change({ actor })}
        />
        <TimeFilter
          value={range}
          onChange={(next) => change({ period: next.period, from: next.from, to: next.to })}
        />
        {isFiltered(search) && (
          <Button kind="plain" icon={<X size={14} aria-hidden />} onClick={() => onSearch({})}>
            Clear
          </Button>
        )}
      </div>
      <Card isFlush>
        <AuditList
          key={JSON.stringify(filtersOf(search))}
          tenant={tenant}
          search={search}
          onOpen={(entry) => change({ entry })}
          onClear={() => onSearch({})}
        />
      </Card>
    </>
  )
}

/** With other filters it is another list, which begins at its top. */
function AuditList({
  tenant,
  search,
  onOpen,
  onClear,
}: Pick<AuditLogProps, 'tenant' | 'search'> & {
  onOpen: (entry: string | undefined) => void
  onClear: () => void
}) {
  const [openedAt] = useState(() => Date.now())
  const [filter] = useState(() => toAuditQuery(search, openedAt))
  const list = useLiveList({
    queryKey: [tenant ?? 'operator', 'audit', filter],
    topic: 'audit',
    readPage: (cursor, signal) => readAudit({ tenant, filter, cursor, signal }),
  })
  const columns = useMemo(() => auditColumns(tenant === undefined), [tenant])
  const open = list.rows.find(({ id }) => id === search.entry)
  const loadMore = () => {
    if (!list.isLoadingMore) list.loadMore()
  }
  return (
    <>
      <NewRowsPill {...list.fresh} onShow={list.showNew} />
      <PagedTable
        label="Audit log"
        columns={columns}
        list={{ ...list, loadMore }}
        onOpen={({ id }) => onOpen(id)}
        empty={
          isFiltered(search) ? (
            <EmptyState
              title="No entry matches"
              actions={<Button onClick={onClear}>Clear the filters</Button>}
            />
          ) : (
            <EmptyState title="No entries yet">Each change through the API is recorded here.</EmptyState>
          )
        }
      />
      {open !== undefined && <EntryDialog entry={open} onClose={() => onOpen(undefined)} />}
    </>
  )
}
