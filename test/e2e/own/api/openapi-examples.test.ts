import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  NEEDS_A_LISTENER,
  type Operation,
  operationsOf,
  readDocument,
  type Schema,
} from '../../../fuzz/described-operations.ts'
import { createWorld, type World } from '../../../fuzz/world.ts'
import { ADMIN_KEY, type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'

const ID = /^([a-z]+_)01h455vb4pex5vsknk084sn02q$/
/** Fields that an example of one field needs. */
const BESIDE: Record<string, object> = {
  'createSource.publicKey': { provider: 'standard-webhooks', secrets: [] },
}

/** Of a recorded request with a body: `shared/receiving/verifying/verify-recorded-request.test.ts` sends one. */
const NEEDS_A_KEPT_BODY = new Set(['verifyRequest.requestId'])

const document = readDocument()
const operations = operationsOf(document).filter(
  ({ id, isOpen }) => !isOpen && !NEEDS_A_LISTENER.includes(id),
)

/** A request built from examples. */
interface Example {
  name: string
  operation: Operation
  body: object | undefined
}

function resolved(schema: Schema): Schema {
  const { $ref, ...own } = schema
  if ($ref === undefined) return schema
  return { ...document.components.schemas[$ref.split('/').at(-1) ?? ''], ...own }
}

/** The example of the whole body, and one more for each field that has its own example. */
function examplesOf(operation: Operation): Example[] {
  if (operation.body === undefined) return [{ name: operation.id, operation, body: undefined }]
  const { example, properties = {} } = resolved(operation.body)
  const whole = example ?? {}
  const fields = Object.entries(properties).flatMap(([field, schema]) => {
    const value = [schema, ...(schema.anyOf ?? [])].map(resolved).find((one) => one.example !== undefined)
    const name = `${operation.id}.${field}`
    if (value === undefined || NEEDS_A_KEPT_BODY.has(name)) return []
    return [{ name, operation, body: { ...whole, ...BESIDE[name], [field]: value.example } }]
  })
  return [{ name: operation.id, operation, body: whole }, ...fields]
}

/** The example with ids of existing objects. */
function withKnownIds(value: unknown, { ids }: World): unknown {
  if (typeof value === 'string') {
    const prefix = ID.exec(value)?.[1]
    return (prefix !== undefined && ids.find((id) => id.startsWith(prefix))) || value
  }
  if (Array.isArray(value)) return value.map((one) => withKnownIds(one, { ids } as World))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withKnownIds(member, { ids } as World)]),
  )
}

/** The value of a path parameter: an example if the request creates the object, otherwise the existing object. */
function inPath({ method, parameters }: Operation, part: string, { names, ids }: World): string {
  const { schema, example } = parameters.find(({ name }) => name === part) ?? {}
  if (method === 'PUT' && typeof example === 'string') return example
  return names[part]?.[0] ?? ids.find((id) => new RegExp(schema?.pattern ?? '').test(id)) ?? ''
}

describe('an example of the document is a request that the API accepts:', () => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api', 'ingest'] })
  })
  afterAll(() => posthorn.stop())

  it.each(operations.flatMap(examplesOf))('$name', async ({ name, operation, body }) => {
    const { method, parameters } = operation
    const world = await createWorld(posthorn)
    await makeRoom(operation, world)
    if (name === 'changeSource.publicKey') world.ids.unshift(await publicKeySource(world))
    const path = operation.path.replace(/\{(\w+)\}/g, (_, part: string) => inPath(operation, part, world))
    const query = parameters
      .filter((parameter) => parameter.in === 'query' && parameter.example !== undefined)
      .map((parameter): [string, string] => [parameter.name, String(withKnownIds(parameter.example, world))])
    const search = new URLSearchParams(query).toString()
    const reply = await fetch(`${posthorn.service('api').url}${path}?${search}`, {
      method,
      headers: {
        authorization: `Bearer ${ADMIN_KEY}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(withKnownIds(body, world)),
    })
    expect([reply.status, await reply.text()]).toEqual([expect.toSatisfy(isSuccess), expect.anything()])
  })

  /** A source whose provider accepts a public key. */
  async function publicKeySource({ names }: World): Promise<string> {
    const publicKey = resolved(document.components.schemas['SourceCreate'] ?? {}).properties?.['publicKey']
    const body = {
      name: 'standard',
      provider: 'standard-webhooks',
      publicKey: publicKey?.anyOf?.[0]?.example,
    }
    const path = `/v1/tenants/${names['tenant']?.[0]}/sources`
    return (await posthorn.api.post<{ id: string }>(path, body)).body.id
  }

  /** The world has one object of each kind; some kinds allow only one. */
  async function makeRoom({ id }: Operation, { names, ids }: World): Promise<void> {
    const { api } = posthorn
    const sources = `/v1/tenants/${names['tenant']?.[0]}/sources`
    if (id === 'createSource') await api.delete(`${sources}/${ids.find((each) => each.startsWith('src_'))}`)
    if (id === 'createEventType') await api.delete('/v1/event-types/order.completed')
  }
})

function isSuccess(status: unknown): boolean {
  return typeof status === 'number' && status >= 200 && status < 300
}
