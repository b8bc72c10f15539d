import { ArrowUp } from 'lucide-react'
import { useShortcut } from '../actions/use-shortcut.ts'

/** How many rows wait; a click or `.` shows them. It floats, so that nothing moves when it appears. */
export function NewRowsPill({
  count,
  isMore,
  onShow,
}: {
  count: number
  isMore: boolean
  onShow: () => void
}) {
  const show = () => {
    if (count === 0) return
    onShow()
    window.scrollTo({ top: 0 })
  }
  useShortcut('.', show)
  return (
    <div aria-live="polite" className="pointer-events-none sticky top-16 z-10 flex h-0 justify-center">
      {count > 0 && (
        <button
          type="button"
          onClick={show}
          className="pointer-events-auto -mt-1 inline-flex h-7 items-center gap-1.5 rounded-full bg-solid px-3 text-xs font-medium text-on-solid shadow-float hover:bg-solid-hover"
        >
          <ArrowUp size={13} aria-hidden />
          {isMore ? `${count}+ new` : `${count} new`}
        </button>
      )}
    </div>
  )
}
