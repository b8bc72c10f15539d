import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Braces } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTenant } from '../../app/tenant-route.tsx'
import { Button } from '../../components/actions/button.tsx'
import { JsonEditor } from '../../components/code/json-editor.tsx'
import { Card } from '../../components/display/card.tsx'
import { Field, TextInput } from '../../components/forms/field.tsx'
import { FormAlert } from '../../components/forms/form-alert.tsx'
import { formProblemOf } from '../../components/forms/form-problem.ts'
import { Switch } from '../../components/forms/switch.tsx'
import { TextArea } from '../../components/forms/text-area.tsx'
import { useToasts } from '../../components/overlays/toasts.tsx'
import {
  createEventType,
  type EventTypeDraft,
  eventTypesKey,
  saveEventType,
} from '../../data/managing/event-types.ts'
import { schemaProblem } from './schema-problem.ts'

const FIELDS = ['name', 'description', 'schema']
const EXAMPLE = `{
  "type": "object",
  "required": ["orderId"],
  "properties": {
    "orderId": { "type": "string" },
    "amount": { "type": "integer", "minimum": 0 }
  }
}`

/** Creates or edits a type. What the API finds wrong with the schema is said at the editor. */
export function EventTypeForm({ initial, isNew = false }: { initial: EventTypeDraft; isNew?: boolean }) {
  const tenant = useTenant()
  const client = useQueryClient()
  const navigate = useNavigate()
  const toasts = useToasts()
  const [draft, setDraft] = useState<EventTypeDraft>(initial)
  const [start, setStart] = useState({ text: initial.schema, version: 0 })
  const [invalid, setInvalid] = useState<string | undefined>()
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: () => (isNew ? createEventType(draft) : saveEventType(draft)),
    onSuccess: async () => {
      toasts.succeeded(
        isNew ? 'Event type created' : 'Event type saved',
        'It applies to every tenant from now on.',
      )
      await client.invalidateQueries({ queryKey: eventTypesKey })
      if (isNew) await navigate({ to: '/t/$tenant/event-types/$name', params: { tenant, name: draft.name } })
    },
  })
  const problem = formProblemOf(error, FIELDS)
  const change = (changed: Partial<EventTypeDraft>) => setDraft((before) => ({ ...before, ...changed }))
  const changeSchema = (schema: string) => {
    change({ schema })
    setInvalid(undefined)
    reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = schemaProblem(draft.schema)
    setInvalid(found)
    if (found === undefined && !isPending) mutate()
  }
  const example = (
    <Button
      kind="plain"
      size="small"
      icon={<Braces size={13} aria-hidden />}
      onClick={() => {
        changeSchema(EXAMPLE)
        setStart(({ version }) => ({ text: EXAMPLE, version: version + 1 }))
      }}
    >
      Begin with an example
    </Button>
  )
  return (
    <form onSubmit={submit} className="grid items-start gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
      <Card>
        <div className="space-y-4 pt-2">
          <FormAlert message={problem.other} />
          {isNew && (
            <Field
              label="Name"
              error={problem.at('name')}
              description="Parts with dots between them. A subscription of order.* has all that begin with order."
            >
              <TextInput
                value={draft.name}
                onValueChange={(name) => change({ name })}
                placeholder="order.completed"
                maxLength={128}
                spellCheck={false}
                autoFocus
                required
                className="font-mono"
              />
            </Field>
          )}
          <Field label="Description" error={problem.at('description')}>
            <TextArea
              value={draft.description}
              onValueChange={(value) => change({ description: value })}
              maxLength={2_000}
              placeholder="A customer has paid for all items of an order."
            />
          </Field>
          <Switch
            label="Archived"
            description="New events of this type are refused. Those that exist are kept."
            isOn={draft.archived}
            onChange={(archived) => change({ archived })}
          />
          <Button kind="solid" type="submit" isBusy={isPending} className="w-full">
            {isNew ? 'Create' : 'Save'}
          </Button>
        </div>
      </Card>
      <Card title="Schema of its data" aside={draft.schema.trim() === '' && example}>
        <p className="mb-3 text-sm text-muted">
          A JSON Schema (2020-12). Data that does not match it is refused. Empty: data of any form.
        </p>
        <JsonEditor
          key={start.version}
          label="Schema"
          initial={start.text}
          onChange={changeSchema}
          error={invalid ?? problem.at('schema')}
        />
      </Card>
    </form>
  )
}
