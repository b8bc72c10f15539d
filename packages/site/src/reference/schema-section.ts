import type { Schema } from './document.ts'
import { table } from './markdown-table.ts'
import { fieldsOf, type LinkTo, limitsOf, typeOf } from './schema-text.ts'

/** The description of a named schema, below a heading with its name. */
export function schemaSection(name: string, schema: Schema, linkTo: LinkTo): string {
  const parts = [`### ${name}`, schema.description, bodyOf(schema, linkTo), exampleOf(schema)]
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n')
}

function bodyOf(schema: Schema, linkTo: LinkTo): string {
  if (schema.enum !== undefined) return `One of ${schema.enum.map((value) => `\`${value}\``).join(', ')}.`
  const extended = (schema.allOf ?? []).filter(({ $ref }) => $ref !== undefined)
  const fields = fieldsOf(schema)
  const intro =
    extended.length === 0 ? '' : `${extended.map((each) => typeOf(each, linkTo)).join(' and ')}, and:`
  if (fields.length === 0) return intro === '' ? `Type: ${typeOf(schema, linkTo)}.` : intro
  const rows = fields.map((field) => [
    `\`${field.name}\`${field.required ? '' : ' optional'}`,
    [typeOf(field.schema, linkTo), valuesOf(field.schema), limitsOf(field.schema)]
      .filter((text) => text !== '')
      .join(', '),
    field.schema.description ?? '',
  ])
  return [intro, table(['field', 'type', 'meaning'], rows)].filter((text) => text !== '').join('\n\n')
}

function valuesOf({ enum: values }: Schema): string {
  return values === undefined ? '' : values.map((value) => `\`${value}\``).join(', ')
}

function exampleOf({ example }: Schema): string | undefined {
  return example === undefined || typeof example !== 'object'
    ? undefined
    : `\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\``
}
