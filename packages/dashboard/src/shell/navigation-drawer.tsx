import { Dialog } from '@base-ui/react/dialog'
import { BACKDROP } from '../components/overlays/dialog.tsx'
import { Sidebar } from './sidebar.tsx'

/** The sidebar over the page, where there is no place beside it. */
export default function NavigationDrawer({
  tenant,
  onClose,
}: {
  tenant: string | undefined
  onClose: () => void
}) {
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={BACKDROP} />
        <Dialog.Popup
          aria-label="Navigation"
          className="fixed inset-y-0 left-0 w-72 bg-canvas text-ink shadow-float transition-transform duration-150 data-ending-style:-translate-x-full data-starting-style:-translate-x-full"
        >
          <Sidebar tenant={tenant} onNavigate={onClose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
