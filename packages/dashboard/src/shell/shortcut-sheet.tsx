import { Kbd } from '../components/actions/kbd.tsx'
import { Dialog } from '../components/overlays/dialog.tsx'

const SHORTCUTS: { keys: string[]; what: string }[] = [
  { keys: ['Ctrl K'], what: 'Jump to any id or page' },
  { keys: ['/'], what: 'Go to the first filter, or jump where there is none' },
  { keys: ['j', 'k'], what: 'Choose the next or previous row' },
  { keys: ['Enter'], what: 'Open the chosen row' },
  { keys: ['.'], what: 'Show new rows' },
  { keys: ['r'], what: 'Retry the delivery, or reprocess the request, that is shown' },
  { keys: ['?'], what: 'Show this sheet' },
]

/** What the keyboard does. */
export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog isOpen onClose={onClose} title="Keyboard shortcuts" className="max-w-sm">
      <dl className="space-y-2.5 py-1">
        {SHORTCUTS.map(({ keys, what }) => (
          <div key={what} className="flex items-center justify-between gap-4">
            <dt className="text-sm text-muted">{what}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
