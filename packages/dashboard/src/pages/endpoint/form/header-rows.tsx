import { Plus, X } from 'lucide-react'
import { Button, IconButton } from '../../../components/actions/button.tsx'
import { classes } from '../../../components/classes.ts'
import { INPUT } from '../../../components/forms/field.tsx'
import type { HeaderRow } from './draft.ts'

export interface HeaderRowsProps {
  rows: readonly HeaderRow[]
  onChange: (rows: HeaderRow[]) => void
}

/** Names and values, a line each. The mask of a stored value keeps it. */
export function HeaderRows({ rows, onChange }: HeaderRowsProps) {
  const change = (at: number, part: Partial<HeaderRow>) =>
    onChange(rows.map((row, index) => (index === at ? { ...row, ...part } : row)))
  return (
    <div className="space-y-2">
      {rows.map((row, index) => (
        // Rows have no identity but their position: two may be equal while they are typed.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={index} className="flex items-center gap-2">
          <input
            aria-label={`Name of header ${index + 1}`}
            placeholder="X-Team"
            value={row.name}
            onChange={(event) => change(index, { name: event.target.value })}
            spellCheck={false}
            className={classes(INPUT, 'h-8 min-w-0 flex-2 font-mono text-xs')}
          />
          <input
            aria-label={`Value of header ${index + 1}`}
            placeholder="value"
            value={row.value}
            onChange={(event) => change(index, { value: event.target.value })}
            spellCheck={false}
            autoComplete="off"
            className={classes(INPUT, 'h-8 min-w-0 flex-3 font-mono text-xs')}
          />
          <IconButton
            label={`Remove header ${index + 1}`}
            onClick={() => onChange(rows.filter((_row, other) => other !== index))}
          >
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button
        size="small"
        icon={<Plus size={13} aria-hidden />}
        onClick={() => onChange([...rows, { name: '', value: '' }])}
      >
        Add a header
      </Button>
    </div>
  )
}
