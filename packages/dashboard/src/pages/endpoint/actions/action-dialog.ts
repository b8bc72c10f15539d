import type { Endpoint } from '../../../data/endpoints.ts'

/** What the dialog of an action on an endpoint needs. */
export interface ActionDialogProps {
  tenant: string
  endpoint: Endpoint
  isOpen: boolean
  onClose: () => void
}
