import { Tabs } from '@base-ui/react/tabs'
import { type SnippetScheme, verificationSnippets } from '@posthorn/contracts/snippets'
import { useState } from 'react'
import { CodeView } from '../../components/code/code-view.tsx'
import { Card } from '../../components/display/card.tsx'
import { Select } from '../../components/forms/select.tsx'
import type { Endpoint } from '../../data/endpoints.ts'

const SCHEMES: { value: SnippetScheme; text: string; about: string }[] = [
  {
    value: 'standard',
    text: 'Standard Webhooks',
    about: 'HMAC-SHA256 of id, time and body, in webhook-signature. Its key is the signing secret.',
  },
  {
    value: 'sha256',
    text: 'SHA-256 of the body',
    about: 'HMAC-SHA256 of the body, in x-webhook-signature. Its key is the signing secret, as text.',
  },
  {
    value: 'ed25519',
    text: 'Ed25519',
    about:
      'Ed25519 of id, time and body, in webhook-signature. The public key verifies it; nothing is secret.',
  },
]

/** Of the program behind a relay. */
const LOCAL_URL = 'http://localhost:3000/'

/** Programs that verify what this endpoint receives, with its headers and keys. */
export function VerifySnippets({
  endpoint,
}: {
  endpoint: Pick<Endpoint, 'url' | 'signatures' | 'publicKeys'>
}) {
  const offered = SCHEMES.filter(({ value }) => endpoint.signatures.includes(value))
  const [chosen, setChosen] = useState<SnippetScheme>(offered[0]?.value ?? 'standard')
  const scheme = offered.find(({ value }) => value === chosen) ?? offered[0]
  if (scheme === undefined) return null
  const [publicKey = ''] = endpoint.publicKeys
  const snippets = verificationSnippets({ scheme: scheme.value, url: endpoint.url ?? LOCAL_URL, publicKey })
  return (
    <Card
      title="Verify signatures"
      aside={
        offered.length > 1 && (
          <Select label="Signature" value={scheme.value} options={offered} onChange={setChosen} />
        )
      }
    >
      <p className="mb-4 max-w-2xl text-sm text-muted">
        {scheme.about} Verify the body as it came, before a parser changes it
        {scheme.value === 'ed25519' && '; in other languages, the libraries of Standard Webhooks verify it'}.
      </p>
      <Tabs.Root defaultValue={snippets[0]?.language}>
        <Tabs.List aria-label="Language" className="mb-3 flex flex-wrap gap-1">
          {snippets.map(({ language }) => (
            <Tabs.Tab
              key={language}
              value={language}
              className="h-7 rounded-md px-2.5 text-xs font-medium text-muted hover:bg-hover hover:text-ink data-active:bg-quiet-soft data-active:text-ink"
            >
              {language}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {snippets.map(({ language, file, run, text }) => (
          <Tabs.Panel key={language} value={language} className="space-y-2">
            <CodeView label={file === '' ? language : file} text={text.trimEnd()} />
            <p className="text-xs text-muted">
              {file === '' ? run : <code className="font-mono text-2xs">{run}</code>}
            </p>
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </Card>
  )
}
