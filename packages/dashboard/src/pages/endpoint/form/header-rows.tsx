import { Plus, X } from 'lucide-react'
import { Button, IconButton } from '../../../components/actions/button.tsx'
import { classes } from '../../../components/classes.ts'
import { INPUT } from '../../../components/forms/field.tsx'
import { emptyRow, type HeaderRow } from './draft.ts'

export interface HeaderRowsProps {
  rows: readonly HeaderRow[]
  onChange: (rows: HeaderRow[]) => void
}

/** Names and values, a line each. The mask of a stored value keeps it. */
export function HeaderRows({ rows, onChange }: HeaderRowsProps) {
  const change = (changed: HeaderRow) => onChange(rows.map((row) => (row.id === changed.id ? changed : row)))
  return (
    <div className="space-y-2">
      {rows.map((row, index) => (
        <div key={row.id} className="flex items-center gap-2">
          <input
            aria-label={`Name of header ${index + 1}`}
            placeholder="X-Team"
            value={row.name}
            onChange={(event) => change({ ...row, name: event.target.value })}
            spellCheck={false}
            className={classes(INPUT, 'h-8 min-w-0 flex-2 font-mono text-xs')}
          />
          <input
            aria-label={`Value of header ${index + 1}`}
            placeholder="value"
            value={row.value}
            onChange={(event) => change({ ...row, value: event.target.value })}
            spellCheck={false}
            autoComplete="off"
            className={classes(INPUT, 'h-8 min-w-0 flex-3 font-mono text-xs')}
          />
          <IconButton
            label={`Remove header ${index + 1}`}
            onClick={() => onChange(rows.filter(({ id }) => id !== row.id))}
          >
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button
        size="small"
        icon={<Plus size={13} aria-hidden />}
        onClick={() => onChange([...rows, emptyRow(rows)])}
      >
        Add a header
      </Button>
    </div>
  )
}
