import { Ago, DateTime } from './date-time.tsx'

/** The time of a row: on a phone, how long ago it was. */
export function RowTime({ at }: { at: string }) {
  return (
    <span className="text-muted">
      <span className="max-sm:hidden">
        <DateTime at={at} />
      </span>
      <span className="sm:hidden">
        <Ago at={at} />
      </span>
    </span>
  )
}
