import { lazy, type ReactNode, Suspense, useState } from 'react'
import { Button, type ButtonProps } from '../../../components/actions/button.tsx'
import type { DeliveryQuery } from '../../../data/deliveries.ts'
import { mayManage } from '../../../session/session.ts'
import { useSession } from '../../../session/session-gate.tsx'
import type { BulkAction } from './bulk-request.ts'

const BulkDialog = lazy(() => import('./bulk-dialog.tsx'))

export interface BulkButtonProps extends Pick<ButtonProps, 'kind' | 'size' | 'icon' | 'className'> {
  tenant: string
  action: BulkAction
  filter: DeliveryQuery
  children: ReactNode
}

/** Opens the preview of a bulk action. Nothing for those who may only read. */
export function BulkButton({ tenant, action, filter, ...button }: BulkButtonProps) {
  const [isOpen, setOpen] = useState(false)
  if (!mayManage(useSession())) return null
  return (
    <>
      <Button {...button} onClick={() => setOpen(true)} aria-haspopup="dialog" />
      {isOpen && (
        <Suspense>
          <BulkDialog tenant={tenant} action={action} filter={filter} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
