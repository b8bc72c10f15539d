import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { KeyName } from './calls.ts'
import type { Document, Operation } from './described-operations.ts'

const DOCUMENT = 'openapi.json'
const PROBLEM = 'application/problem+json'

export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

/** Makes the judge of answers: it says what is wrong with one, or nothing. */
export function createJudge(document: Document) {
  // Not strict: OpenAPI knows more words than JSON Schema.
  const ajv = new Ajv2020({ strict: false, allErrors: false })
  formats.default(ajv)
  ajv.addSchema({ $id: DOCUMENT, ...document })

  return function judge(operation: Operation, key: KeyName, answer: Answer): string | undefined {
    const { status, headers, text } = answer
    if (status >= 500) return `${status} is a fault of ours`
    if (
      !operation.isOpen &&
      (key === 'none' || key === 'unknown') &&
      !(status === 401 || isOfNoRoute(answer))
    ) {
      return `${status} without a valid key`
    }
    if (headers['x-request-id'] === undefined) return 'there is no x-request-id'
    const described = operation.replies[status]
    if (described === undefined) return `${status} is not described`

    const [contentType = ''] = String(headers['content-type'] ?? '').split(';')
    const { contentTypes, pointer } = described
    if (contentTypes.length === 0)
      return text === '' ? undefined : `${status} has a body, and none is described`
    if (!contentTypes.includes(contentType))
      return `the content type "${contentType}" is not described for ${status}`
    if (contentType !== PROBLEM && contentType !== 'application/json') return undefined
    return wrongBody({ pointer, contentType }, answer)
  }

  function wrongBody({ pointer, contentType }: { pointer: string; contentType: string }, answer: Answer) {
    const body = parsed(answer.text)
    if (body === undefined) return 'the body is not JSON'
    const schema = `${DOCUMENT}${pointer}/content/${contentType.replace('/', '~1')}/schema`
    const validate = ajv.getSchema(schema)
    if (validate === undefined) throw new Error(`there is no schema at ${schema}`)
    if (!validate(body)) return `the body is not as described: ${ajv.errorsText(validate.errors)}`
    return contentType === PROBLEM ? (wrongRequestId(answer) ?? textOfLibrary(body)) : undefined
  }
}

/** How zod and ajv put it, where nobody has put it for the caller. */
const LIBRARY_TEXT =
  /Invalid (?:input|option|key|element|string|ISO|UUID|URL)\b|Too (?:small|big):|Unrecognized key|must NOT |must match |must be (?:object|array|string|integer|number|boolean|null|equal to|multiple of|>|<)|expected (?:string|number|int|object|array|boolean|record|nonoptional)\b|, received /

/** What the library says that has checked the input speaks to programmers of ours, and not to callers. */
function textOfLibrary(problem: unknown): string | undefined {
  const { detail, errors = [] } = problem as { detail: string; errors?: { message: string }[] }
  const found = [detail, ...errors.map(({ message }) => message)].find((text) => LIBRARY_TEXT.test(text))
  return found === undefined ? undefined : `the problem has a text of a library: ${found}`
}

function wrongRequestId({ headers, text }: Answer): string | undefined {
  // An answer that is given again is the first one to the byte.
  if (headers['idempotency-replayed'] === 'true') return undefined
  const own = `"requestId":${JSON.stringify(headers['x-request-id'])}`
  return text.includes(own) ? undefined : 'the problem has another requestId than the reply'
}

/** A path may have been distorted into one that belongs to no route: then nobody asks for a key. */
function isOfNoRoute({ status, text }: Answer): boolean {
  return (status === 404 || status === 405 || status === 400) && !text.includes('"data"')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
