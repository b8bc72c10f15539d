import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { Button } from '../../components/actions/button.tsx'
import { textOfField } from '../../components/filters/form-text.ts'
import { Field, TextInput } from '../../components/forms/field.tsx'
import { type Endpoint, endpointQuery } from '../../data/endpoints.ts'
import { problemOf } from '../../data/problem.ts'

export interface FindEndpointProps {
  tenant: string
  /** How many are listed without being looked for. */
  listed: number
  onFound: (endpoint: Endpoint) => void
}

/** Finds an endpoint by its id, where there are more than can be listed. */
export function FindEndpoint({ tenant, listed, onFound }: FindEndpointProps) {
  const client = useQueryClient()
  const { mutate, error, isPending } = useMutation({
    mutationFn: (id: string) => client.fetchQuery(endpointQuery(tenant, id)),
    onSuccess: onFound,
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const id = textOfField(event.currentTarget, 'id').trim()
    if (id !== '') mutate(id)
  }
  return (
    <form onSubmit={submit} className="mt-4 border-t border-line pt-4">
      <Field
        label="Another endpoint, by its id"
        description={`Only the newest ${listed.toLocaleString('en')} are listed.`}
        error={error === null ? undefined : problemOf(error).message}
      >
        <span className="flex gap-2">
          <TextInput name="id" placeholder="ep_…" spellCheck={false} />
          <Button type="submit" isBusy={isPending}>
            Find
          </Button>
        </span>
      </Field>
    </form>
  )
}
