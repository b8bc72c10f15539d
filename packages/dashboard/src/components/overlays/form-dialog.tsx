import { type FormEvent, type ReactNode, useId } from 'react'
import { Button } from '../actions/button.tsx'
import { FormAlert } from '../forms/form-alert.tsx'
import { Dialog, type DialogProps } from './dialog.tsx'

export interface FormDialogProps extends Pick<DialogProps, 'title' | 'description' | 'className'> {
  /** What the button says that sends the form. */
  submitLabel: string
  isSending: boolean
  onSubmit: () => void
  onClose: () => void
  /** What is wrong, other than at a field. */
  alert: string | undefined
  children: ReactNode
}

/** A dialog with a form. It is sent once at a time. */
export function FormDialog({
  submitLabel,
  isSending,
  onSubmit,
  onClose,
  alert,
  children,
  ...shown
}: FormDialogProps) {
  const formId = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isSending) onSubmit()
  }
  return (
    <Dialog
      {...shown}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="solid" type="submit" form={formId} isBusy={isSending}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="space-y-4 pt-2">
        <FormAlert message={alert} />
        {children}
      </form>
    </Dialog>
  )
}
