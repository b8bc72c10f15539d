import { ChoiceFilter, type ChoiceFilterProps } from './choice-filter.tsx'
import { TextFilter } from './text-filter.tsx'

export interface IdFilterProps extends Omit<ChoiceFilterProps, 'note'> {
  /** Of an id, as in `ep_…`. */
  placeholder: string
  /** Whether there are more than the options. */
  hasMore: boolean
}

/** Objects by their names. Where there are more than can be listed, others by their ids. */
export function IdFilter({ placeholder, hasMore, ...choice }: IdFilterProps) {
  if (!hasMore) return <ChoiceFilter {...choice} />
  const { label, options, value, onChange } = choice
  const count = options.length.toLocaleString('en')
  return (
    <>
      <ChoiceFilter {...choice} note={`The newest ${count}. Others are found by “${label} id”.`} />
      <TextFilter label={`${label} id`} placeholder={placeholder} value={value} onChange={onChange} />
    </>
  )
}
