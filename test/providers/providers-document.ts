import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { PROVIDER_NAMES, providerOf } from '@posthorn/webhook'
import { samples } from '@posthorn/webhook/testing'
import { providerPage } from './provider-page.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const OVERVIEW = 'docs/providers.md'
const DIRECTORY = 'docs/providers'

const HEAD = `<!-- Written from the catalogue by \`npm run providers\`: change the code, not this page. -->

# Providers

A page for each provider: what to set at its source, and what to enter in its settings.
\`GET /v1/providers\` returns the same for programs.

1. Create a source with the \`provider\` below and its key.
2. Enter the \`ingestUrl\` of the source in the provider's settings.
3. Send a test webhook, and look at the requests of the source.

For a sender that is not listed, describe its signature with [HMAC](providers/hmac.md); [recipes](recipes.md) has examples.

`

const DUPLICATES = { 'signed-id': 'id', 'unsigned-id': 'id, which is not signed', body: 'body' }

/** The pages about all providers that a source can have, by file. */
export function providerDocuments(): Map<string, string> {
  const providers = PROVIDER_NAMES.map((name) => providerOf(name))
  const rows = providers.map(({ name, title, dedupe }) => [
    `[${title}](providers/${name}.md)`,
    `\`${name}\``,
    DUPLICATES[dedupe],
  ])
  const table = markdownTable(['provider', '`provider`', 'duplicates are found by'], rows)
  return new Map([
    [OVERVIEW, `${HEAD}${table}`],
    ...providers.map((provider): [string, string] => [
      `${DIRECTORY}/${provider.name}.md`,
      providerPage(
        provider,
        samples.find((sample) => sample.provider === provider.name),
      ),
    ]),
  ])
}

/** With columns of equal width, as everywhere in docs/. */
function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |\n`
  return `${line(head)}${rule}${rows.map(line).join('')}`
}

/** The committed pages that differ from the code, or are of no provider. */
export function staleDocuments(): string[] {
  const documents = providerDocuments()
  const committed = globSync(`${DIRECTORY}/*.md`, { cwd: ROOT }).map((file) => file.replaceAll(path.sep, '/'))
  const removed = committed.filter((file) => !documents.has(file))
  const changed = [...documents].filter(([file, text]) => textOf(file) !== text).map(([file]) => file)
  return [...changed, ...removed]
}

export function writeDocuments(): void {
  const documents = providerDocuments()
  mkdirSync(path.join(ROOT, DIRECTORY), { recursive: true })
  for (const file of staleDocuments()) {
    const text = documents.get(file)
    if (text === undefined) rmSync(path.join(ROOT, file))
    else writeFileSync(path.join(ROOT, file), text)
  }
}

function textOf(file: string): string | undefined {
  const absolute = path.join(ROOT, file)
  return existsSync(absolute) ? readFileSync(absolute, 'utf8') : undefined
}
