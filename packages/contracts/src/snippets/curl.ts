import { shellQuoted } from './shell-quoted.ts'
import type { SnippetValues } from './snippet.ts'

const STANDARD = `id="evt_test"
timestamp=$(date +%s)
key=$(printf %s "\${WEBHOOK_SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')
signature=$(printf %s "$id.$timestamp.$body" |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)

curl -i "$url" \\
  -H 'content-type: application/json' \\
  -H "webhook-id: $id" \\
  -H "webhook-timestamp: $timestamp" \\
  -H "webhook-signature: v1,$signature" \\
  -H 'x-webhook-event: posthorn.test' \\
  -d "$body"`

const SHA256 = `signature=$(printf %s "$body" | openssl dgst -sha256 -hmac "$WEBHOOK_SECRET" | sed 's/^.* //')

curl -i "$url" \\
  -H 'content-type: application/json' \\
  -H "x-webhook-signature: sha256=$signature" \\
  -H 'x-webhook-event: posthorn.test' \\
  -d "$body"`

/** A request as Posthorn signs it, to try a receiver without Posthorn. */
export const curl = ({ scheme, url }: SnippetValues) =>
  scheme === 'ed25519'
    ? undefined
    : {
        language: 'curl',
        file: '',
        run: 'Sends a signed request to your receiver, with WEBHOOK_SECRET set.',
        text: `url=${shellQuoted(url)}
body='{"id":"evt_test","type":"posthorn.test","timestamp":"2026-01-01T00:00:00.000Z","data":{}}'
${scheme === 'standard' ? STANDARD : SHA256}
`,
      }
