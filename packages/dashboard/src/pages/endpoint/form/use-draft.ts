import { useMutation } from '@tanstack/react-query'
import { type RefObject, useEffect, useState } from 'react'
import { formProblemOf } from '../../../components/forms/form-problem.ts'
import type { JsonText } from '../../../data/endpoints/endpoint-changes.ts'
import type { EndpointDraft } from './draft.ts'
import { changedFields, DRAFT_FIELDS, type DraftErrors, toBody } from './draft-body.ts'

/** What a section of the form needs. */
export interface DraftFields {
  draft: EndpointDraft
  errors: DraftErrors
  set: <Field extends keyof EndpointDraft>(field: Field, value: EndpointDraft[Field]) => void
}

const INVALID = 'fieldset[data-invalid], [aria-invalid="true"]'
const CONTROL = 'input, [contenteditable="true"]'

export interface DraftOptions {
  /** What is stored; of a new endpoint, the defaults. */
  initial: EndpointDraft
  /** Sends the fields that were changed. */
  send: (body: JsonText) => Promise<unknown>
  form: RefObject<HTMLFormElement | null>
}

/** The state of the form: what was typed, what is wrong with it, and sending it. */
export function useDraft({ initial, send, form }: DraftOptions) {
  const [draft, setDraft] = useState(initial)
  const [errors, setErrors] = useState<DraftErrors>({})
  const [general, setGeneral] = useState<string | undefined>()
  const sending = useMutation({
    mutationFn: send,
    onError: (error) => {
      const { at, other } = formProblemOf(error, DRAFT_FIELDS)
      refuse(Object.fromEntries(DRAFT_FIELDS.map((field) => [field, at(field)])))
      setGeneral(other)
    },
  })
  const [refusals, setRefusals] = useState(0)
  const refuse = (found: DraftErrors) => {
    setErrors(found)
    setRefusals((count) => count + 1)
  }
  // The first field that is wrong may be out of view. Only a refusal moves the focus, no later correction.
  useEffect(() => {
    if (refusals === 0) return
    const invalid = form.current?.querySelector<HTMLElement>(INVALID)
    const control = invalid?.matches('fieldset') ? invalid.querySelector<HTMLElement>(CONTROL) : invalid
    control?.focus()
  }, [refusals, form])

  const changed = changedFields(draft, initial)
  const fields: DraftFields = {
    draft,
    errors,
    set: (field, value) => {
      setDraft((before) => ({ ...before, [field]: value }))
      if (errors[field] !== undefined) setErrors({ ...errors, [field]: undefined })
    },
  }
  return {
    fields,
    general,
    isChanged: changed.length > 0,
    isSending: sending.isPending,
    submit: () => {
      if (sending.isPending) return
      const body = toBody(draft, changed)
      setGeneral(undefined)
      if ('errors' in body) return refuse(body.errors)
      setErrors({})
      sending.mutate(body.text)
    },
  }
}
