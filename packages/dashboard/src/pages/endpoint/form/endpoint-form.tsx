import { CircleAlert } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { Button } from '../../../components/actions/button.tsx'
import { Card } from '../../../components/display/card.tsx'
import type { JsonText } from '../../../data/endpoints/endpoint-changes.ts'
import { DeliverySection } from './delivery-section.tsx'
import { DestinationSection } from './destination-section.tsx'
import type { EndpointDraft } from './draft.ts'
import { RequestSection } from './request-section.tsx'
import { SubscriptionSection } from './subscription-section.tsx'
import { useDraft } from './use-draft.ts'

export interface EndpointFormProps {
  tenant: string
  /** What is stored, or the defaults of a new endpoint. A new `key` begins again with others. */
  initial: EndpointDraft
  isNew: boolean
  testedBy: string | undefined
  /** Sends the fields that were changed. */
  send: (body: JsonText) => Promise<unknown>
  submitText: string
  /** Beside the button: how to leave without saving. */
  leave: ReactNode
}

/** Every setting of an endpoint. What the API refuses is shown at its field. */
export function EndpointForm({
  tenant,
  initial,
  isNew,
  testedBy,
  send,
  submitText,
  leave,
}: EndpointFormProps) {
  const form = useRef<HTMLFormElement>(null)
  const { fields, general, isChanged, isSending, submit } = useDraft({ initial, send, form })
  return (
    <form
      ref={form}
      noValidate
      aria-label={isNew ? 'New endpoint' : 'Settings'}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Card isFlush>
        <DestinationSection {...fields} isNew={isNew} />
        <SubscriptionSection {...fields} tenant={tenant} testedBy={testedBy} initialFilter={initial.filter} />
        <DeliverySection {...fields} />
        <RequestSection {...fields} initialMetadata={initial.metadata} />
        <footer className="sticky bottom-0 z-10 flex flex-wrap items-center justify-end gap-x-3 gap-y-2 rounded-b-lg border-t border-line bg-surface px-4 py-3 sm:px-5">
          <p role="alert" className="min-w-0 flex-1 text-sm text-bad">
            {general !== undefined && (
              <span className="flex items-center gap-2">
                <CircleAlert size={15} aria-hidden className="shrink-0" /> {general}
              </span>
            )}
          </p>
          {leave}
          <Button kind="solid" type="submit" isBusy={isSending} disabled={!isChanged}>
            {submitText}
          </Button>
        </footer>
      </Card>
    </form>
  )
}
