import { Dialog } from '../../../components/overlays/dialog.tsx'
import { TestSteps } from './test-steps.tsx'

export function TestDialog({
  tenant,
  endpointId,
  isOpen,
  onClose,
}: {
  tenant: string
  endpointId: string
  isOpen: boolean
  onClose: () => void
}) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Send a test">
      <TestSteps tenant={tenant} endpointId={endpointId} />
    </Dialog>
  )
}
