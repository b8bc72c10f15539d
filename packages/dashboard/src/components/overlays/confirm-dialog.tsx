import { type ReactNode, useState } from 'react'
import { Button } from '../actions/button.tsx'
import { Field, TextInput } from '../forms/field.tsx'
import { FormAlert } from '../forms/form-alert.tsx'
import { Dialog } from './dialog.tsx'

export interface ConfirmDialogProps {
  title: string
  description: ReactNode
  /** Says what happens: "Delete the key". */
  action: string
  isBusy: boolean
  /** Why the action failed. */
  problem?: string | undefined
  /** A text that must be typed first, where much would be lost by mistake. */
  typed?: string
  onConfirm: () => void
  onClose: () => void
}

/** Asks before what cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, description, action, isBusy, problem, typed, onConfirm, onClose } = props
  const [text, setText] = useState('')
  const isConfirmed = typed === undefined || text === typed
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      description={description}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" isBusy={isBusy} disabled={!isConfirmed} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      {(typed !== undefined || problem !== undefined) && (
        <form
          className="space-y-3 pt-2"
          onSubmit={(event) => {
            event.preventDefault()
            if (isConfirmed && !isBusy) onConfirm()
          }}
        >
          {typed !== undefined && (
            <Field label={`Type ${typed} to confirm`}>
              <TextInput
                value={text}
                onValueChange={setText}
                autoComplete="off"
                spellCheck={false}
                className="font-mono"
              />
            </Field>
          )}
          <FormAlert message={problem} />
        </form>
      )}
    </Dialog>
  )
}
