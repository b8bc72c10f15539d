import { anchorOf } from '../pages/anchor.ts'
import { type ApiDocument, nameIn, type Operation, resolved, type Schema } from './document.ts'
import { type Call, operationSection } from './operation-section.ts'
import { schemaSection } from './schema-section.ts'
import { namesIn } from './schema-text.ts'

interface Group {
  name: string
  /** Path on the site. */
  page: string
  description: string
  calls: Call[]
}

/**
 * The API reference: a page for each tag, with its operations and the objects that they are the first to mention.
 * @param value the OpenAPI document
 */
export function referencePages(value: unknown): [page: string, markdown: string][] {
  const document = value as ApiDocument
  const groups = groupsOf(document)
  const homes = homesOf(groups, document)
  const overview = groups.map(
    ({ name, page, description }) => `- [${name}](./${fileOf(page)}): ${description}`,
  )
  return [
    ['reference/index.md', `# API reference\n\n${INTRODUCTION}\n\n${overview.join('\n')}\n`],
    ...groups.map((group): [string, string] => [group.page, pageOf(group, document, homes)]),
  ]
}

const INTRODUCTION = `Every request and object of the API, from its [OpenAPI document](/openapi.json).
[API](../api.md) describes what holds for all of them: keys, errors, lists, idempotency and rate limits.
Any of them may also reply 408, 417 or 431 ([errors](../errors.md#problems)), which the tables leave out.`

function groupsOf(document: ApiDocument): Group[] {
  const calls = [...callsIn(document.paths), ...callsIn(document.webhooks ?? {})]
  return document.tags.flatMap(({ name, description = '' }) => {
    const own = calls.filter(({ operation }) => operation.tags.includes(name))
    return own.length === 0 ? [] : [{ name, description, page: `reference/${anchorOf(name)}.md`, calls: own }]
  })
}

function callsIn(paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>): Call[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      operation.operationId === undefined ? [] : [{ method, path, operation }],
    ),
  )
}

function pageOf(
  { name, page, description, calls }: Group,
  document: ApiDocument,
  homes: Map<string, string>,
) {
  const linkTo = (schema: string) => {
    const home = homes.get(schema) ?? page
    return `[${schema}](${home === page ? '' : `./${fileOf(home)}`}#${anchorOf(schema)})`
  }
  const schemas = [...homes].filter(([, home]) => home === page).map(([schema]) => schema)
  const objects = schemas.map((each) => schemaSection(each, schemaNamed(each, document), linkTo))
  return [
    `# ${name}`,
    description,
    ...calls.map((call) => operationSection(call, document, linkTo)),
    ...(objects.length === 0 ? [] : [`## Objects of ${name.toLowerCase()}`, ...objects]),
    '',
  ].join('\n\n')
}

/** The page of each schema: the first whose operations mention it, directly or through another schema. */
function homesOf(groups: readonly Group[], document: ApiDocument): Map<string, string> {
  const homes = new Map<string, string>()
  for (const { page, calls } of groups) {
    const open = calls.flatMap(({ operation }) => mentionedBy(operation, document))
    for (let name = open.shift(); name !== undefined; name = open.shift()) {
      if (homes.has(name)) continue
      homes.set(name, page)
      open.push(...namesIn(schemaNamed(name, document)))
    }
  }
  return homes
}

function mentionedBy(operation: Operation, { components }: ApiDocument): string[] {
  const contents = [
    operation.requestBody?.content ?? {},
    ...Object.values(operation.responses).map((reply) => resolved(reply, components.responses).content ?? {}),
  ]
  const bodies = contents.flatMap((content) => Object.values(content).map(({ schema }) => schema ?? {}))
  const parameters = (operation.parameters ?? []).map((each) => resolved(each, components.parameters).schema)
  return [...parameters, ...bodies].flatMap(namesIn)
}

function schemaNamed(name: string, { components }: ApiDocument): Schema {
  return resolved({ $ref: nameIn(name) }, components.schemas)
}

function fileOf(page: string): string {
  return page.slice('reference/'.length)
}
