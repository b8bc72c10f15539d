import { Link, useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useMemo } from 'react'
import { useTenant } from '../../app/tenant-route.tsx'
import { buttonClasses } from '../../components/actions/button.tsx'
import { Card } from '../../components/display/card.tsx'
import { Select } from '../../components/forms/select.tsx'
import { EmptyState } from '../../components/states/states.tsx'
import { PagedTable } from '../../components/table/paged-table.tsx'
import { useEventTypes } from '../../data/managing/event-types.ts'
import { useSession } from '../../session/session-gate.tsx'
import { PageHeader } from '../../shell/page-header.tsx'
import { eventTypeColumns } from './columns.tsx'
import { eventTypesRoute } from './route.ts'

const SHOWN = [
  { value: 'active', text: 'Active' },
  { value: 'archived', text: 'Archived' },
  { value: 'all', text: 'All' },
] as const
type Shown = (typeof SHOWN)[number]['value']
const ARCHIVED: Record<Shown, boolean | undefined> = { active: false, archived: true, all: undefined }

export function EventTypesPage() {
  const tenant = useTenant()
  const isOperator = useSession().role === 'admin'
  const search = eventTypesRoute.useSearch()
  const navigate = useNavigate({ from: '/t/$tenant/event-types' })
  const shown = SHOWN.find(({ value }) => value === search.show)?.value ?? 'active'
  const list = useEventTypes(ARCHIVED[shown])
  const columns = useMemo(() => eventTypeColumns(tenant), [tenant])
  const create = isOperator && (
    <Link to="/t/$tenant/create-event-type" params={{ tenant }} className={buttonClasses('solid')}>
      <Plus size={14} aria-hidden />
      Create an event type
    </Link>
  )
  return (
    <>
      <PageHeader title="Event types">
        <Select
          label="Show"
          value={shown}
          options={SHOWN}
          onChange={(show) => void navigate({ search: show === 'active' ? {} : { show }, replace: true })}
        />
        {create}
      </PageHeader>
      <Card isFlush>
        <PagedTable
          label="Event types"
          columns={columns}
          list={list}
          onOpen={({ name }) =>
            void navigate({ to: '/t/$tenant/event-types/$name', params: { tenant, name } })
          }
          empty={
            shown === 'archived' ? (
              <EmptyState title="No archived event types">Events of archived types are refused.</EmptyState>
            ) : (
              <EmptyState title="No event types yet" actions={create}>
                The catalogue says which events there are, and which data each has. It is the same for all
                tenants; without it, events of any type can be published.
              </EmptyState>
            )
          }
        />
      </Card>
    </>
  )
}
