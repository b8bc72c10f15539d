import { shellQuoted } from './shell-quoted.ts'

/** An attempt as the API shows it: its secrets are masked. */
export interface ShownAttempt {
  url: string
  /** Custom headers have the value `********`, signatures end with `[masked]`. */
  headers: Readonly<Record<string, string>>
  body: string
}

/** A script for a shell, and the variables that it needs. */
export interface CurlScript {
  text: string
  variables: readonly string[]
}

const MASKED_HEADER = '********'
const SECRET = 'WEBHOOK_SECRET'
/** An argument of a program has at most 128 KiB on Linux; a pipe has no such limit. */
const SEND_BODY = 'printf %s "$body" |'

const SIGN_STANDARD = `timestamp=$(date +%s)
key=$(printf %s "\${WEBHOOK_SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')
signature=$({ printf %s "$id.$timestamp."; printf %s "$body"; } |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)`

const SIGN_SHA256 = `body_signature=$(${SEND_BODY} openssl dgst -sha256 -hmac "$WEBHOOK_SECRET" | sed 's/^.* //')`

/**
 * Repeats an attempt with curl. The script has no secret: it signs the request when it runs, with the secret in a variable, so a
 * receiver that compares the time accepts it.
 */
export function attemptCurl({ url, headers, body }: ShownAttempt): CurlScript {
  const sent = Object.entries(headers).map(([name, value]) => toArgument(name.toLowerCase(), value))
  const isStandard = sent.some(({ signs }) => signs === 'standard')
  const isSha256 = sent.some(({ signs }) => signs === 'sha256')
  const variables = [
    ...(isStandard || isSha256 ? [SECRET] : []),
    ...new Set(sent.flatMap(({ variable }) => variable ?? [])),
  ]
  const args = sent.flatMap(({ name, argument }) => {
    if (name === 'webhook-timestamp' && isStandard) return [`-H "webhook-timestamp: $timestamp"`]
    return argument === undefined ? [] : [`-H ${argument}`]
  })
  const lines = [
    ...variables.map((name) => `: "\${${name}:?is not set}"`),
    `body=${shellQuoted(body)}`,
    ...(isStandard ? [`id=${shellQuoted(headers['webhook-id'] ?? '')}`, SIGN_STANDARD] : []),
    ...(isSha256 ? [SIGN_SHA256] : []),
    '',
    `${SEND_BODY} curl -i -g ${[shellQuoted(url), ...args, '--data-binary @-'].join(' \\\n  ')}`,
    '',
  ]
  return { text: lines.join('\n'), variables }
}

interface HeaderArgument {
  name: string
  /** Undefined for a header that the script leaves out. */
  argument?: string
  signs?: 'standard' | 'sha256'
  variable?: string
}

function toArgument(name: string, value: string): HeaderArgument {
  if (value === MASKED_HEADER) {
    const variable = `HEADER_${name.replaceAll(/[^a-z0-9]/g, '_').toUpperCase()}`
    return { name, variable, argument: `${shellQuoted(`${name}: `)}"$${variable}"` }
  }
  if (name === 'webhook-signature') {
    // Only Posthorn has the private key of the endpoint.
    const isStandard = value.split(' ').some((one) => one.startsWith('v1,'))
    return isStandard ? { name, signs: 'standard', argument: `"${name}: v1,$signature"` } : { name }
  }
  if (name === 'x-webhook-signature') {
    return { name, signs: 'sha256', argument: `"${name}: sha256=$body_signature"` }
  }
  // During a rotation, the script has one secret.
  if (name === 'x-webhook-signature-next') return { name }
  // curl leaves out a header that ends with its colon.
  return { name, argument: shellQuoted(value === '' ? `${name};` : `${name}: ${value}`) }
}
