import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { KeyName } from './calls.ts'
import type { Document, Operation } from './described-operations.ts'

const DOCUMENT = 'openapi.json'
const PROBLEM = 'application/problem+json'

export interface FuzzReply {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

/** Creates a function that says what is wrong with a reply, or returns undefined. */
export function createReplyChecker(document: Document) {
  // Not strict: OpenAPI has keywords that JSON Schema has not.
  const ajv = new Ajv2020({ strict: false, allErrors: false })
  formats.default(ajv)
  ajv.addSchema({ $id: DOCUMENT, ...document })

  return function checkReply(operation: Operation, key: KeyName, reply: FuzzReply): string | undefined {
    const { status, headers, text } = reply
    if (status >= 500) return `${status} is an error of the server`
    if (
      !operation.isOpen &&
      (key === 'none' || key === 'unknown') &&
      !(status === 401 || isOfNoRoute(reply))
    ) {
      return `${status} without a valid key`
    }
    if (headers['x-request-id'] === undefined) return 'x-request-id is missing'
    const described = operation.replies[status]
    if (described === undefined) return `${status} is not described`

    const [contentType = ''] = String(headers['content-type'] ?? '').split(';')
    const { contentTypes, pointer } = described
    if (contentTypes.length === 0) return text === '' ? undefined : `${status} has an undescribed body`
    if (!contentTypes.includes(contentType))
      return `the content type "${contentType}" is not described for ${status}`
    if (contentType !== PROBLEM && contentType !== 'application/json') return undefined
    return wrongBody({ pointer, contentType }, reply)
  }

  function wrongBody({ pointer, contentType }: { pointer: string; contentType: string }, reply: FuzzReply) {
    const body = parsed(reply.text)
    if (body === undefined) return 'the body is not JSON'
    const schema = `${DOCUMENT}${pointer}/content/${contentType.replace('/', '~1')}/schema`
    const validate = ajv.getSchema(schema)
    if (validate === undefined) throw new Error(`no schema at ${schema}`)
    if (!validate(body)) return `the body is not as described: ${ajv.errorsText(validate.errors)}`
    return contentType === PROBLEM ? (wrongRequestId(reply) ?? textOfLibrary(body)) : undefined
  }
}

/** Default messages of zod and ajv. */
const LIBRARY_TEXT =
  /Invalid (?:input|option|key|element|string|ISO|UUID|URL)\b|Too (?:small|big):|Unrecognized key|must NOT |must match |must be (?:object|array|string|integer|number|boolean|null|equal to|multiple of|>|<)|expected (?:string|number|int|object|array|boolean|record|nonoptional)\b|, received /

/** Messages of the validation libraries are for programmers, not for callers. */
function textOfLibrary(problem: unknown): string | undefined {
  const { detail, errors = [] } = problem as { detail: string; errors?: { message: string }[] }
  const found = [detail, ...errors.map(({ message }) => message)].find((text) => LIBRARY_TEXT.test(text))
  return found === undefined ? undefined : `the problem has a message of a library: ${found}`
}

function wrongRequestId({ headers, text }: FuzzReply): string | undefined {
  // A stored reply is returned byte for byte.
  if (headers['idempotency-replayed'] === 'true') return undefined
  const own = `"requestId":${JSON.stringify(headers['x-request-id'])}`
  return text.includes(own) ? undefined : 'the problem has another requestId than the reply'
}

/** A distorted path may belong to no route, which needs no key. */
function isOfNoRoute({ status, text }: FuzzReply): boolean {
  return (status === 404 || status === 405 || status === 400) && !text.includes('"data"')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
