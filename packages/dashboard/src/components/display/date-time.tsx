import {
  formatBothZones,
  formatDuration,
  formatExactTime,
  formatLargestUnit,
  formatTime,
  otherZone,
} from '../../preferences/format-time.ts'
import { usePreferences } from '../../preferences/preferences.ts'
import { useNow } from '../../preferences/use-now.ts'

/** A time in the chosen zone; the other zone is shown on hover. */
export function DateTime({ at, isExact = false }: { at: string; isExact?: boolean }) {
  const { timeZone } = usePreferences()
  const time = new Date(at)
  return (
    <time
      dateTime={at}
      title={formatExactTime(time, otherZone(timeZone))}
      className="tabular whitespace-nowrap"
    >
      {isExact ? formatExactTime(time, timeZone) : formatTime(time, timeZone, new Date())}
    </time>
  )
}

/** How long ago something was; both zones are shown on hover. */
export function Ago({ at }: { at: string }) {
  const { timeZone } = usePreferences()
  const now = useNow()
  const passed = now - Date.parse(at)
  return (
    <time dateTime={at} title={formatBothZones(new Date(at), timeZone)} className="tabular whitespace-nowrap">
      {passed < 1_000 ? 'just now' : `${formatLargestUnit(passed)} ago`}
    </time>
  )
}

/** Counts down to a time; after it, says that it is due. Both zones are shown on hover. */
export function Countdown({ to }: { to: string }) {
  const { timeZone } = usePreferences()
  const now = useNow()
  const left = Date.parse(to) - now
  return (
    <time dateTime={to} title={formatBothZones(new Date(to), timeZone)} className="tabular whitespace-nowrap">
      {left > 0 ? `in ${formatDuration(left)}` : 'due now'}
    </time>
  )
}
