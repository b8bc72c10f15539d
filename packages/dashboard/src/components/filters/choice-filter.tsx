import { Menu } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import { listOf } from '../../data/search-params.ts'
import { FilterButton } from './filter-button.tsx'

export interface ChoiceFilterProps {
  label: string
  options: readonly { value: string; text: string }[]
  /** As in the URL: values with commas between them. */
  value: string | undefined
  onChange: (value: string | undefined) => void
  /** Only one value at a time, where the API takes no list. */
  isSingle?: boolean
  /** Below the options: what is not among them. */
  note?: string | undefined
}

/** Any number of given values, or one of them. */
export function ChoiceFilter({ label, options, value, onChange, isSingle = false, note }: ChoiceFilterProps) {
  const chosen = listOf(value)
  const toggle = (one: string, isChosen: boolean) => {
    const next = isChosen ? [...(isSingle ? [] : chosen), one] : chosen.filter((other) => other !== one)
    onChange(next.length === 0 ? undefined : next.join(','))
  }
  const textOf = (one: string) => options.find((option) => option.value === one)?.text ?? one
  const known = new Set(options.map((option) => option.value))
  // A value of a link that is not among the options can still be taken away.
  const all = [
    ...options,
    ...chosen.filter((one) => !known.has(one)).map((one) => ({ value: one, text: one })),
  ]
  return (
    <Menu.Root>
      <Menu.Trigger
        render={
          <FilterButton
            label={label}
            value={chosen.length === 0 ? undefined : chosen.map(textOf).join(', ')}
          />
        }
      />
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="start" className="z-40 outline-none">
          <Menu.Popup className="max-h-80 min-w-52 max-w-[min(28rem,calc(100vw-2rem))] overflow-y-auto rounded-lg bg-surface p-1 text-sm text-ink shadow-float outline-none">
            {all.map((option) => (
              <Menu.CheckboxItem
                key={option.value}
                checked={chosen.includes(option.value)}
                onCheckedChange={(isChosen) => toggle(option.value, isChosen)}
                closeOnClick={isSingle}
                className="flex cursor-default items-center gap-2 rounded px-2 py-1.5 outline-none data-highlighted:bg-hover"
              >
                <span className="flex size-4 shrink-0 items-center justify-center rounded border border-line-strong">
                  <Menu.CheckboxItemIndicator>
                    <Check size={12} aria-hidden />
                  </Menu.CheckboxItemIndicator>
                </span>
                <span className="truncate">{option.text}</span>
              </Menu.CheckboxItem>
            ))}
            {note !== undefined && <p className="px-2 py-1.5 text-xs text-faint">{note}</p>}
            {all.length === 0 && <p className="px-2 py-1.5 text-faint">Nothing to choose from yet</p>}
            {chosen.length > 0 && (
              <>
                <Menu.Separator className="my-1 h-px bg-line" />
                <Menu.Item
                  onClick={() => onChange(undefined)}
                  className="cursor-default rounded px-2 py-1.5 text-muted outline-none data-highlighted:bg-hover"
                >
                  Clear
                </Menu.Item>
              </>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
