import { type FormEvent, useState } from 'react'
import { Button } from '../../components/actions/button.tsx'
import { Card } from '../../components/display/card.tsx'
import { Field, TextInput } from '../../components/forms/field.tsx'
import { formProblemOf } from '../../components/forms/form-problem.ts'
import { TextArea } from '../../components/forms/text-area.tsx'
import type { InboundRequestDetail } from '../../data/requests.ts'
import type { SourceVerify } from '../../data/sources.ts'
import { headersOfLines, linesOfHeaders, maskedNames } from './header-lines.ts'

const FIELDS = ['headers', 'body', 'url', 'receivedAt']

export interface VerifyFormProps {
  /** A recorded request that fills the form. */
  recorded: InboundRequestDetail | undefined
  ingestUrl: string
  /** Of the last verification; null if there was none, or it succeeded. */
  error: unknown
  isBusy: boolean
  onVerify: (request: SourceVerify) => void
}

/** A request, as text. */
export function VerifyForm({ recorded, ingestUrl, error, isBusy, onVerify }: VerifyFormProps) {
  const [headers, setHeaders] = useState(linesOfHeaders(recorded?.headers ?? {}))
  const [body, setBody] = useState(recorded?.body ?? '')
  const [url, setUrl] = useState('')
  const [receivedAt, setReceivedAt] = useState(recorded?.receivedAt ?? '')
  const { at } = formProblemOf(error, FIELDS)
  const masked = maskedNames(headersOfLines(headers))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    onVerify({
      headers: headersOfLines(headers),
      body,
      ...(url.trim() === '' ? {} : { url: url.trim() }),
      ...(receivedAt.trim() === '' ? {} : { receivedAt: receivedAt.trim() }),
    })
  }
  return (
    <Card title="Request">
      <form onSubmit={submit} noValidate className="space-y-4">
        <Field
          label="Headers"
          description={
            masked.length === 0 ? (
              'One a line, as the provider sent them.'
            ) : (
              <span className="text-warn">
                The recorded values of {masked.join(', ')} are masked. Replace them by those that the provider
                shows in its log.
              </span>
            )
          }
          error={at('headers')}
        >
          <TextArea
            name="headers"
            rows={7}
            spellCheck={false}
            placeholder="stripe-signature: t=1614265330,v1=…"
            value={headers}
            onValueChange={(value) => setHeaders(value)}
            className="font-mono text-xs"
          />
        </Field>
        <Field
          label="Body"
          description={
            recorded?.bodyTruncated === true
              ? 'Only the beginning was shown: paste the whole body, to the byte.'
              : 'To the byte, as it was sent.'
          }
          error={at('body')}
        >
          <TextArea
            name="body"
            rows={9}
            spellCheck={false}
            placeholder='{"id":"evt_1","type":"invoice.paid"}'
            value={body}
            onValueChange={(value) => setBody(value)}
            className="font-mono text-xs"
          />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label="URL that was called (optional)"
            description="For providers that sign the URL."
            error={at('url')}
          >
            <TextInput
              name="url"
              spellCheck={false}
              placeholder={ingestUrl}
              value={url}
              onValueChange={(value) => setUrl(value)}
              className="font-mono text-xs"
            />
          </Field>
          <Field
            label="Received at (optional)"
            description="In UTC, RFC 3339. Empty: now."
            error={at('receivedAt')}
          >
            <TextInput
              name="receivedAt"
              spellCheck={false}
              placeholder="2026-11-28T07:05:09Z"
              value={receivedAt}
              onValueChange={(value) => setReceivedAt(value)}
              className="font-mono text-xs"
            />
          </Field>
        </div>
        <Button kind="solid" type="submit" isBusy={isBusy}>
          Verify
        </Button>
      </form>
    </Card>
  )
}
