import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../../components/actions/button.tsx'
import { ShownOnce } from '../../../components/display/shown-once.tsx'
import { formProblemOf } from '../../../components/forms/form-problem.ts'
import { Dialog } from '../../../components/overlays/dialog.tsx'
import { FormDialog } from '../../../components/overlays/form-dialog.tsx'
import { createPortalLink, portalLinksKey } from '../../../data/managing/portal-links.ts'
import { type LinkDraft, NEW_LINK, toPortalLink } from './link-draft.ts'
import { AccessFields, FrameFields, LINK_FIELDS } from './link-fields.tsx'
import { ThemeFields } from './theme-fields.tsx'
import { ThemePreview } from './theme-preview.tsx'

/** Creates a portal link, then shows its URL: the API never does again. */
export function CreateLinkDialog({ tenant, onClose }: { tenant: string; onClose: () => void }) {
  const client = useQueryClient()
  const [draft, setDraft] = useState(NEW_LINK)
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: () => createPortalLink(tenant, toPortalLink(draft)),
    onSuccess: () => client.invalidateQueries({ queryKey: portalLinksKey(tenant) }),
  })
  if (data !== undefined) {
    return (
      <Dialog isOpen onClose={onClose} title="Link created" actions={<Button onClick={onClose}>Done</Button>}>
        <ShownOnce label="URL" value={data.url}>
          Copy the URL now, and give it to its user only: it needs no key, and cannot be shown again.
        </ShownOnce>
      </Dialog>
    )
  }
  const problem = formProblemOf(error, LINK_FIELDS)
  const change = (changed: Partial<LinkDraft>) => setDraft((before) => ({ ...before, ...changed }))
  return (
    <FormDialog
      title="Create a portal link"
      description="Opens the pages of this tenant for a user of yours, without a key."
      className="max-w-3xl!"
      submitLabel="Create"
      isSending={isPending}
      onSubmit={mutate}
      onClose={onClose}
      alert={problem.other}
    >
      <AccessFields draft={draft} problem={problem} onChange={change} />
      <FrameFields draft={draft} problem={problem} onChange={change} />
      <div className="grid items-start gap-5 md:grid-cols-[minmax(0,1fr)_18rem]">
        <ThemeFields draft={draft} problem={problem} onChange={change} />
        <ThemePreview draft={draft} />
      </div>
    </FormDialog>
  )
}
