import { configSchemaOf, inboundEventType, type KeyForm, type providerOf } from '@posthorn/webhook'
import type { ProviderSample } from '@posthorn/webhook/testing'

type Provider = ReturnType<typeof providerOf>

const DUPLICATES = {
  'signed-id': 'A request with the same id is a duplicate. The id is signed.',
  'unsigned-id':
    'A request with the same id is a duplicate. The id is not signed: consider [`dedupeBy: id-or-body`](../bodies.md#duplicates).',
  body: 'The provider sends no id: a request with the same body is a duplicate.',
}
const COVERS = { body: 'the body', fields: 'some fields of the body' }

/**
 * The page about a provider.
 * @param sample a message of it, whose type is the example; undefined for a provider that does not sign
 */
export function providerPage(provider: Provider, sample: ProviderSample | undefined): string {
  const { title, docsUrl, setup } = provider
  return `<!-- Written from the catalogue by \`npm run providers\`: change the code, not this page. -->

# ${title}

What a source of the provider \`${provider.name}\` needs, and what to enter at the sender ([documentation](${docsUrl})).

## Create a source

The body of \`POST …/sources\`, with a key of the role \`manage\` ([API](../api.md#keys-and-roles)):

\`\`\`json
${jsonOf(sourceBody(provider, sample))}
\`\`\`

${fieldsOf(provider)}The reply has the \`ingestUrl\` of the source.
${rotationOf(provider)}
## Set up the sender

${setup.map((step, index) => `${index + 1}. ${sentences(step, 3)}`).join('\n')}

## What arrives

${arrivals(provider, sample)}
${sentences(DUPLICATES[provider.dedupe], 0)}

[Receiving](../receiving.md) describes what happens to a request, and [how to find out why one is rejected](../receiving.md#finding-out-why-a-request-is-rejected).
`
}

/** JSON with short lists on one line, as a person writes it. */
function jsonOf(value: object): string {
  return JSON.stringify(value, null, 2).replaceAll(/\[\s+("[^"]*")\s+\]/g, '[$1]')
}

/** A body that creates a source, once each \`…\` is filled in. */
function sourceBody(provider: Provider, sample: ProviderSample | undefined): object {
  const { name, secret, publicKey } = provider
  const { required } = configOf(provider)
  const config = required.map((field): [string, unknown] => [field, sample?.config?.[field]])
  return {
    name,
    provider: name,
    ...(secret !== undefined && { secrets: [secret.example] }),
    ...(secret === undefined && publicKey !== undefined && { publicKey: publicKey.example }),
    ...(config.length > 0 && { config: Object.fromEntries(config) }),
  }
}

interface ConfigFields {
  properties: Record<string, { title?: string; description?: string }>
  required: string[]
}

function configOf(provider: Provider): ConfigFields {
  return { properties: {}, required: [], ...(configSchemaOf(provider) as Partial<ConfigFields>) }
}

function fieldsOf(provider: Provider): string {
  const facts = [
    ...keyLine('secrets', provider.secret),
    ...keyLine('publicKey', provider.publicKey),
    ...configLines(provider),
    ...addressLines(provider),
  ]
  const list = facts.map((fact) => `${sentences(fact, 2)}\n`).join('')
  return list === '' ? '' : `${list}\n`
}

function rotationOf({ secret }: Provider): string {
  return secret === undefined
    ? ''
    : 'While you change a secret, set the old and the new one: a request is accepted if one of them matches.\n'
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
    `- [\`allowCidrs\`](../source-limits.md#addresses), optional: \`${name}\` stands for ${cidrs.length} ${kind} that [${new URL(page).hostname}](${page}) lists, as of ${asOf}`,
  ]
}

function configLines(provider: Provider): string[] {
  const { properties, required } = configOf(provider)
  return Object.entries(properties).map(([name, { title = name, description }]) => {
    const optional = required.includes(name) ? '' : ', optional'
    return `- \`config.${name}\`${optional}: ${[title, description].filter((text) => text !== undefined).join('. ')}`
  })
}

function arrivals({ name, storedHeaders }: Provider, sample: ProviderSample | undefined): string {
  const providerType = sample?.events[0]?.providerType
  const type =
    providerType === undefined
      ? `The type of an event begins with \`${name}.\`, the name of the source, unless \`eventTypePrefix\` is set.`
      : `An event has a type such as \`${inboundEventType({ prefix: name, providerType })}\`, which begins with the name of the source unless \`eventTypePrefix\` is set.`
  const headers =
    storedHeaders.length === 0
      ? []
      : [`Stored with the event: ${storedHeaders.map((header) => `\`${header}\``).join(', ')}.`]
  return [type, ...(sample === undefined ? [] : [signed(sample)]), ...headers].join('\n')
}

function signed({ covers, signsTime, signsUrl = false }: ProviderSample): string {
  if (covers === 'nothing') return 'The request proves its sender with a secret; its body is not signed.'
  const parts = [COVERS[covers], ...(signsTime ? ['the time'] : []), ...(signsUrl ? ['the URL'] : [])]
  const last = parts.pop() ?? ''
  return `The signature covers ${parts.length === 0 ? last : `${parts.join(', ')} and ${last}`}.`
}
