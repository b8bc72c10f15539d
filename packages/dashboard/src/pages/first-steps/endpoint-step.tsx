import type { components } from '@posthorn/contracts/client-types'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/actions/button.tsx'
import { ShownOnce } from '../../components/display/shown-once.tsx'
import { Field, TextInput } from '../../components/forms/field.tsx'
import { FormAlert } from '../../components/forms/form-alert.tsx'
import { formProblemOf } from '../../components/forms/form-problem.ts'
import { addressOf, endpointsQuery } from '../../data/endpoints.ts'
import { builtInReceiverQuery, createEndpoint } from '../../data/managing/first-steps.ts'
import { mayManage } from '../../session/session.ts'
import { useSession } from '../../session/session-gate.tsx'
import { Step } from './step.tsx'

type Endpoint = components['schemas']['Endpoint']

/** Where events are delivered: the receiver of `npm start`, or any other URL. */
export function EndpointStep({ tenant, endpoint }: { tenant: string; endpoint: Endpoint | undefined }) {
  const session = useSession()
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: (url: string) => createEndpoint(tenant, url),
    onSuccess: () => client.invalidateQueries({ queryKey: endpointsQuery(tenant).queryKey }),
  })
  if (endpoint !== undefined) {
    return (
      <Step number={2} title="An endpoint" state="done">
        <p className="break-all">
          Events are sent to <span className="font-medium text-ink">{addressOf(endpoint)}</span>
        </p>
        {create.data !== undefined && (
          <div className="mt-3">
            <ShownOnce label="Signing secret" value={create.data.secret}>
              The receiver verifies signatures with this secret. It is shown only now.
            </ShownOnce>
          </div>
        )}
      </Step>
    )
  }
  if (!mayManage(session)) {
    return (
      <Step number={2} title="An endpoint" state="now">
        There is none yet. Someone with the role “manage” creates it.
      </Step>
    )
  }
  return (
    <Step number={2} title="An endpoint" state="now">
      <EndpointForm onCreate={create.mutate} isBusy={create.isPending} error={create.error} />
    </Step>
  )
}

function EndpointForm({
  onCreate,
  isBusy,
  error,
}: {
  onCreate: (url: string) => void
  isBusy: boolean
  error: Error | null
}) {
  const isOperator = useSession().role === 'admin'
  const { data: receiver } = useQuery({ ...builtInReceiverQuery, enabled: isOperator })
  const [typed, setTyped] = useState<string | undefined>()
  const url = typed ?? receiver ?? ''
  const problem = formProblemOf(error, ['url'])
  const isBuiltIn = receiver != null && url === receiver
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isBusy) onCreate(url)
  }
  return (
    <form onSubmit={submit} className="mt-2 space-y-3">
      <FormAlert message={problem.other} />
      <Field
        label="URL"
        error={problem.at('url')}
        description={
          isBuiltIn
            ? 'The receiver of npm start. It prints what it receives in the terminal.'
            : 'Each event is sent there with a POST request.'
        }
      >
        <TextInput
          type="url"
          value={url}
          onValueChange={setTyped}
          placeholder="https://example.com/webhooks"
          spellCheck={false}
          required
        />
      </Field>
      <Button kind="solid" type="submit" isBusy={isBusy}>
        Create the endpoint
      </Button>
    </form>
  )
}
