import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { configSchemaOf, type KeyForm, PROVIDER_NAMES, providerOf } from '@posthorn/webhook'

const ROOT = path.resolve(import.meta.dirname, '../..')
export const DOCUMENT = 'docs/providers.md'

const HEAD = `# Providers

What to set for each provider, and what to enter in its settings.
This page is generated from the catalogue by \`npm run providers\`: change the code, not this page.
\`GET /v1/providers\` returns the same for programs.

1. Create a source with the \`provider\` below and its key ([API](api.md)).
2. Enter the \`ingestUrl\` of the source in the provider's settings.
3. Send a test webhook, and look at the requests of the source.

[Limits of a source](source-limits.md) explains \`allowCidrs\`.

While you change a secret, set the old and the new one: a request is accepted if one of them matches.
`

const DUPLICATES = {
  'signed-id': "by the provider's id, which is signed",
  'unsigned-id': "by the provider's id, which is not signed: consider `dedupeBy: id-or-body`",
  body: 'by body, because the provider sends no id',
}

type Provider = ReturnType<typeof providerOf>

/** The page about all providers that a source can have. */
export function providersDocument(): string {
  return `${HEAD}\n${PROVIDER_NAMES.map((name) => section(providerOf(name))).join('\n')}`
}

function section(provider: Provider): string {
  const { name, title, docsUrl, setup, dedupe } = provider
  const facts = [
    `- \`provider\`: \`${name}\``,
    ...keyLine('secrets', provider.secret),
    ...keyLine('publicKey', provider.publicKey),
    ...configLines(provider),
    `- Duplicates: ${DUPLICATES[dedupe]}`,
    ...addressLines(provider),
    `- Documentation: [${new URL(docsUrl).hostname}](${docsUrl})`,
  ]
  const steps = setup.map((step, index) => `${index + 1}. ${sentences(step, 3)}`)
  return `## ${title}\n\n${facts.map((fact) => sentences(fact, 2)).join('\n')}\n\n${steps.join('\n')}\n`
}

/** A sentence a line, as everywhere in docs/, indented below the item of a list. */
function sentences(text: string, indent: number): string {
  return text.split(/(?<=\.) (?=[A-Z`])/).join(`\n${' '.repeat(indent)}`)
}

function keyLine(field: string, form: KeyForm | undefined): string[] {
  return form === undefined ? [] : [`- \`${field}\`: ${form.label}. ${form.description}`]
}

function addressLines({ name, addresses }: Provider): string[] {
  if (addresses === undefined) return []
  const { cidrs, page, asOf } = addresses
  const kind = cidrs.length === 1 ? 'range' : 'ranges'
  return [
    `- \`allowCidrs\`: \`${name}\` stands for ${cidrs.length} ${kind} that [${new URL(page).hostname}](${page}) lists, as of ${asOf}`,
  ]
}

function configLines(provider: Provider): string[] {
  const { properties = {}, required = [] } = configSchemaOf(provider) as {
    properties?: Record<string, { title?: string; description?: string }>
    required?: string[]
  }
  return Object.entries(properties).map(([name, { title = name, description }]) => {
    const optional = required.includes(name) ? '' : ', optional'
    return `- \`config.${name}\`${optional}: ${[title, description].filter((text) => text !== undefined).join('. ')}`
  })
}

/** Whether the committed page differs from the code. */
export function isStale(): boolean {
  const file = path.join(ROOT, DOCUMENT)
  return !existsSync(file) || readFileSync(file, 'utf8') !== providersDocument()
}

export function writeDocument(): void {
  writeFileSync(path.join(ROOT, DOCUMENT), providersDocument())
}
