import { escapeControls } from './escape-controls.ts'

const BODY_CHARACTERS_MAX = 600
const HEADER_CHARACTERS_MAX = 150

export type ReceivedWebhook = {
  headers: Record<string, string>
  body: string
  /** The result of verifying the signature. */
  signature: string
  /** The status of the reply. */
  status: number
}

/** The lines that the receiver prints for one webhook. */
export function renderWebhook({ headers, body, signature, status }: ReceivedWebhook): string {
  const header = (name: string) => show(headers[name] ?? '(none)', HEADER_CHARACTERS_MAX)
  return [
    `◀ webhook ${header('x-webhook-event')}, answered ${status}`,
    `    webhook-id ${header('webhook-id')}, attempt ${header('x-webhook-attempt')}`,
    `    signature  ${show(signature, HEADER_CHARACTERS_MAX)}`,
    `    body       ${show(body, BODY_CHARACTERS_MAX)}`,
  ].join('\n')
}

function show(text: string, charactersMax: number): string {
  const rest = text.length - charactersMax
  return rest > 0 ? `${escapeControls(text.slice(0, charactersMax))}… (${rest} more)` : escapeControls(text)
}
