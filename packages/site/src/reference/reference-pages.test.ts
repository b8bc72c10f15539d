import { describe, expect, it } from 'vitest'
import { referencePages } from './reference-pages.ts'

const reply = (name: string) => ({
  description: 'OK',
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
})

const DOCUMENT = {
  tags: [
    { name: 'Things', description: 'What there is.' },
    { name: 'Owners', description: 'Who has it.' },
    { name: 'Unused', description: 'Of no operation.' },
  ],
  paths: {
    '/v1/things': {
      post: {
        operationId: 'createThing',
        summary: 'Create a thing',
        description: 'For keys with the role `manage`.',
        tags: ['Things'],
        parameters: [
          {
            name: 'tenant',
            in: 'path',
            required: true,
            description: "The tenant's id",
            schema: { type: 'string' },
          },
          { $ref: '#/components/parameters/RequestId' },
        ],
        requestBody: {
          content: { 'application/json': { schema: { $ref: '#/components/schemas/ThingCreate' } } },
        },
        responses: {
          201: reply('Thing'),
          404: { $ref: '#/components/responses/NotFound' },
          431: { description: 'Of any request' },
        },
      },
    },
    '/v1/owners/{id}': {
      get: {
        operationId: 'getOwner',
        summary: 'Read an owner',
        tags: ['Owners'],
        responses: { 200: reply('Owner') },
      },
    },
  },
  components: {
    parameters: { RequestId: { name: 'X-Request-Id', in: 'header', schema: { type: 'string' } } },
    responses: { NotFound: { description: 'Not found' } },
    schemas: {
      ThingCreate: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 1000, description: 'A|B\nC' },
          parts: {
            type: 'array',
            items: { type: 'object', properties: { size: { type: 'integer', minimum: 0 } } },
            maxItems: 5,
          },
          owner: { anyOf: [{ $ref: '#/components/schemas/Owner' }, { type: 'null' }] },
        },
        example: { name: 'one' },
      },
      Thing: {
        allOf: [
          { $ref: '#/components/schemas/ThingCreate' },
          { type: 'object', properties: { madeAt: { type: 'string', format: 'date-time' } } },
        ],
      },
      Owner: { type: 'object', properties: { kind: { $ref: '#/components/schemas/Kind' } } },
      Kind: { type: 'string', enum: ['person', 'company'] },
    },
  },
}

describe('the API reference', () => {
  const pages = new Map(referencePages(DOCUMENT))
  const things = pages.get('reference/things.md') ?? ''

  it('has a page for each tag with operations, and an overview', () => {
    expect([...pages.keys()]).toEqual(['reference/index.md', 'reference/things.md', 'reference/owners.md'])
    expect(pages.get('reference/index.md')).toContain('- [Things](./things.md): What there is.')
  })

  it('describes an operation: method and path, parameters of its own, body and replies', () => {
    expect(things).toContain(`## Create a thing

\`\`\`http
POST /v1/things
\`\`\`

For keys with the role \`manage\`.

| parameter | in | type | meaning |
| --- | --- | --- | --- |
| \`tenant\` | path | string | The tenant's id |

**Body**: [ThingCreate](#thingcreate)

| status | reply | body |
| --- | --- | --- |
| 201 | OK | [Thing](#thing) |
| 404 | Not found |  |`)
  })

  it('describes an object with the fields inside its fields, their types and limits', () => {
    expect(things).toContain(`### ThingCreate

| field | type | meaning |
| --- | --- | --- |
| \`name\` | string, 1 to 1,000 characters | A\\|B C |
| \`parts\` optional | list of object, at most 5 items |  |
| \`parts.size\` optional | integer, at least 0 |  |
| \`owner\` optional | [Owner](#owner), or null |  |

\`\`\`json
{
  "name": "one"
}
\`\`\``)
    expect(things).toContain('[ThingCreate](#thingcreate), and:\n\n| field')
    expect(things).toContain('| `madeAt` optional | time |  |')
    expect(things).toContain('### Kind\n\nOne of `person`, `company`.')
  })

  it('describes each object once, and links to it from other pages', () => {
    expect(pages.get('reference/owners.md')).toContain('| 200 | OK | [Owner](./things.md#owner) |')
    expect(pages.get('reference/owners.md')).not.toContain('### Owner')
  })
})
