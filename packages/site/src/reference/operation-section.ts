import { type ApiDocument, type Content, type Operation, resolved, type Schema } from './document.ts'
import { table } from './markdown-table.ts'
import { type LinkTo, limitsOf, typeOf } from './schema-text.ts'

/** An operation with the method and path of its requests. */
export interface Call {
  method: string
  path: string
  operation: Operation
}

/** The description of an operation, below a heading with its summary. */
export function operationSection(call: Call, { components }: ApiDocument, linkTo: LinkTo): string {
  const { summary, description, requestBody } = call.operation
  const body = requestBody === undefined ? undefined : `**Body**: ${contentOf(requestBody.content, linkTo)}`
  return [
    `## ${summary}`,
    `\`\`\`http\n${call.method.toUpperCase()} ${call.path}\n\`\`\``,
    description,
    parametersOf(call.operation, components, linkTo),
    body,
    repliesOf(call.operation, components, linkTo),
  ]
    .filter((part) => part !== undefined)
    .join('\n\n')
}

function parametersOf(operation: Operation, { parameters }: ApiDocument['components'], linkTo: LinkTo) {
  const all = (operation.parameters ?? []).map((each) => resolved(each, parameters))
  // What every request accepts is described once, on the page about the API.
  const own = all.filter(({ name }) => !['X-Request-Id', 'Idempotency-Key'].includes(name))
  if (own.length === 0) return undefined
  const rows = own.map((each) => [
    `\`${each.name}\`${each.required === true ? '' : ' optional'}`,
    each.in,
    [typeOf(each.schema, linkTo), limitsOf(each.schema)].filter((text) => text !== '').join(', '),
    each.description ?? '',
  ])
  return table(['parameter', 'in', 'type', 'meaning'], rows)
}

/** Mentioned once, in the overview: the request did not arrive, or only with unusual headers. */
const OF_EVERY_OPERATION = ['408', '417', '431']

function repliesOf({ responses }: Operation, components: ApiDocument['components'], linkTo: LinkTo): string {
  const own = Object.entries(responses).filter(([status]) => !OF_EVERY_OPERATION.includes(status))
  const rows = own.map(([status, value]) => {
    const { description, content } = resolved(value, components.responses)
    return [status, description, content === undefined ? '' : contentOf(content, linkTo)]
  })
  return table(['status', 'reply', 'body'], rows)
}

function contentOf(content: Content, linkTo: LinkTo): string {
  const types = Object.entries(content).map(([type, { schema }]) => textOf(type, schema, linkTo))
  return [...new Set(types)].join(', or ')
}

function textOf(type: string, schema: Schema | undefined, linkTo: LinkTo): string {
  const isJson = /^application\/(?:problem\+)?json$/.test(type)
  if (schema === undefined) return `\`${type}\``
  return isJson ? typeOf(schema, linkTo) : `${typeOf(schema, linkTo)} as \`${type}\``
}
