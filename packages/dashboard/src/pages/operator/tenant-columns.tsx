import type { components } from '@posthorn/contracts/client-types'
import { Link } from '@tanstack/react-router'
import { Badge } from '../../components/display/badge.tsx'
import { defineColumns } from '../../components/table/columns.ts'
import { COUNTED_MAX } from '../../data/pending.ts'

type TenantRow = components['schemas']['TenantWaiting'] & { id: string }

export const TENANT_COLUMNS = defineColumns<TenantRow>([
  {
    id: 'tenant',
    header: 'Tenant',
    cell: ({ id }) => (
      <Link to="/t/$tenant" params={{ tenant: id }} className="font-medium hover:underline">
        {id}
      </Link>
    ),
  },
  {
    id: 'name',
    header: 'Name',
    className: 'max-sm:hidden',
    cell: ({ name }) => <span className="text-muted">{name}</span>,
  },
  {
    id: 'pending',
    header: 'Pending',
    className: 'w-32 text-right',
    cell: ({ pending }) =>
      pending === 0 ? (
        <span className="text-faint">0</span>
      ) : (
        <Badge tone={pending >= COUNTED_MAX ? 'warn' : 'info'}>
          {pending >= COUNTED_MAX ? `${COUNTED_MAX.toLocaleString('en')}+` : pending}
        </Badge>
      ),
  },
])
