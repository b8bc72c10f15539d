import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/actions/button.tsx'
import { CodeView } from '../../components/code/code-view.tsx'
import { Field, TextInput } from '../../components/forms/field.tsx'
import { FormAlert } from '../../components/forms/form-alert.tsx'
import { formProblemOf } from '../../components/forms/form-problem.ts'
import { TextArea } from '../../components/forms/text-area.tsx'
import { type Event, newestEventQuery, publishEvent } from '../../data/managing/first-steps.ts'
import { mayManage } from '../../session/session.ts'
import { useSession } from '../../session/session-gate.tsx'
import { curlCommand } from './curl-command.ts'
import { Step, type StepState } from './step.tsx'

const EXAMPLE = { type: 'order.completed', data: '{"orderId":"A-1001","amount":4200}' }

export interface PublishStepProps {
  tenant: string
  /** Whether there is an endpoint to send it to. */
  isReady: boolean
  /** What was published since the page was opened, here or by another program. */
  event: Event | undefined
}

/** Publishes an event, or shows how a program does. */
export function PublishStep({ tenant, isReady, event }: PublishStepProps) {
  const mayPublish = mayManage(useSession())
  const client = useQueryClient()
  const [draft, setDraft] = useState(EXAMPLE)
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => publishEvent(tenant, draft),
    onSuccess: () => client.invalidateQueries({ queryKey: newestEventQuery(tenant).queryKey }),
  })
  const problem = formProblemOf(error, ['type', 'data'])
  const published: StepState = event === undefined ? 'now' : 'done'
  if (!isReady) return <Step number={3} title="Publish an event" state="later" />
  return (
    <Step number={3} title="Publish an event" state={published}>
      <div className="mt-2 space-y-4">
        <FormAlert message={problem.other} />
        {mayPublish && (
          <form
            className="space-y-3"
            onSubmit={(submitted) => {
              submitted.preventDefault()
              if (!isPending) mutate()
            }}
          >
            <Field label="Type" error={problem.at('type')}>
              <TextInput
                value={draft.type}
                onValueChange={(type) => setDraft({ ...draft, type })}
                spellCheck={false}
                required
                className="font-mono text-xs"
              />
            </Field>
            <Field
              label="Data"
              error={problem.at('data')}
              description="JSON. It is delivered as it was sent."
            >
              <TextArea
                value={draft.data}
                onValueChange={(value) => setDraft({ ...draft, data: value })}
                rows={2}
                className="font-mono text-xs"
              />
            </Field>
            <Button
              kind={event === undefined ? 'solid' : 'outline'}
              type="submit"
              icon={<Send size={14} aria-hidden />}
              isBusy={isPending}
            >
              {event === undefined ? 'Publish' : 'Publish another'}
            </Button>
          </form>
        )}
        <div className="space-y-2">
          <p>The same from a terminal, with a key of the role “publish”:</p>
          <CodeView label="Command" text={curlCommand({ origin: location.origin, tenant, ...draft })} />
        </div>
      </div>
    </Step>
  )
}
