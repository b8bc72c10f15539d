import * as fc from 'fast-check'
import { type Body, bodiesOf } from './bodies.ts'
import type { Operation, Parameter } from './described-operations.ts'
import { mutated } from './mutations.ts'
import { nastyTexts, nastyValues } from './nasty-values.ts'
import { percentEncoded, queryString } from './url-text.ts'
import { type Vocabulary, valuesOf } from './valid-values.ts'

/** Name of a key in a call; the caller has the keys. */
export type KeyName = 'admin' | 'manage' | 'publish' | 'read' | 'unknown' | 'none'

/** One request to make. */
export interface Call {
  key: KeyName
  path: string
  headers: Record<string, string>
  body: Body
}

export interface CallOptions {
  vocabulary: Vocabulary
  /** Names of the tenant and of other objects that a path names without an id. */
  names: Record<string, readonly string[]>
}

const KEYS = fc.oneof(
  { weight: 8, arbitrary: fc.constant<KeyName>('admin') },
  { weight: 4, arbitrary: fc.constant<KeyName>('manage') },
  { weight: 3, arbitrary: fc.constantFrom<KeyName[]>('publish', 'read', 'unknown', 'none') },
)

const CONTENT_TYPES = fc.oneof(
  { weight: 20, arbitrary: fc.constant('application/json') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'application/json; charset=utf-8',
      'text/plain',
      'multipart/form-data',
      'x',
      '',
    ),
  },
)

/** Headers that any client may send, with values that HTTP allows: others never get past its parser. */
const HEADERS = fc.record(
  {
    'x-request-id': fc.constantFrom('abc', 'a b', 'é', 'x'.repeat(500), '"'),
    'idempotency-key': fc.constantFrom('k-1', 'k-2', '', ' ', 'é', 'x'.repeat(256), '"quoted"'),
    traceparent: fc.constantFrom('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', 'x', ''),
    accept: fc.constantFrom('text/html', '*/*', 'x'),
    'accept-encoding': fc.constantFrom('gzip', 'identity;q=0'),
  },
  { requiredKeys: [] },
)

/** Calls of an operation: valid, nearly valid and invalid. */
export function callsOf(operation: Operation, options: CallOptions): fc.Arbitrary<Call> {
  const { parameters } = operation
  const inPath = parameters.filter((parameter) => parameter.in === 'path')
  const inQuery = parameters.filter((parameter) => parameter.in === 'query')
  return fc.oneof({ weight: 3, arbitrary: made('right') }, { weight: 4, arbitrary: made('wrong') })

  function made(kind: 'right' | 'wrong'): fc.Arbitrary<Call> {
    const isRight = kind === 'right'
    return fc
      .record({
        key: isRight ? fc.constant<KeyName>('admin') : KEYS,
        pathValues: fc.tuple(...inPath.map((parameter) => pathTexts(parameter, options, isRight))),
        query: isRight
          ? queries(inQuery, options)
          : fc.oneof(queries(inQuery, options), mutatedQueries(inQuery, options)),
        headers: isRight ? fc.constant({}) : fc.oneof(fc.constant({}), HEADERS),
        contentType: isRight ? fc.constant('application/json') : CONTENT_TYPES,
        body: bodies(isRight),
      })
      .map(({ key, pathValues, query, headers, contentType, body }) => ({
        key,
        path: `${pathOf(operation.path, pathValues)}${queryString(query)}`,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': contentType }) },
        body,
      }))
  }

  function bodies(isRight: boolean): fc.Arbitrary<Body> {
    // Sometimes an unexpected body, but not with GET.
    if (operation.body === undefined) {
      const isBodyless = isRight || operation.method === 'GET'
      return isBodyless
        ? fc.constant(undefined)
        : fc.option(bodiesOf(nastyValues), { nil: undefined, freq: 3 })
    }
    const values = valuesOf(operation.body, options.vocabulary)
    if (isRight) return values.map((value) => Buffer.from(JSON.stringify(value)))
    return bodiesOf(
      fc.oneof({ weight: 2, arbitrary: values }, { weight: 6, arbitrary: mutated(values) }, nastyValues),
    )
  }
}

function pathTexts(
  { name, schema }: Parameter,
  { names, vocabulary }: CallOptions,
  isRight: boolean,
): fc.Arbitrary<string> {
  const known = names[name]
  const right = known === undefined ? valuesOf(schema, vocabulary).map(String) : fc.constantFrom(...known)
  if (isRight) return right.map(percentEncoded)
  return fc.oneof(
    { weight: 6, arbitrary: right.map(percentEncoded) },
    { weight: 1, arbitrary: nastyTexts.map(percentEncoded) },
    { weight: 1, arbitrary: fc.constantFrom('%00', '%2F', '%', '%zz', '%C0%80', '..', '%2e%2e', ';a=b') },
  )
}

type Query = readonly (readonly [name: string, value: string])[]

function queries(parameters: readonly Parameter[], { vocabulary }: CallOptions): fc.Arbitrary<Query> {
  const fields = parameters.map(({ name, schema, required }) => {
    const pair = valuesOf(schema, vocabulary).map((value) => [name, String(value)] as const)
    return required ? pair : fc.option(pair, { nil: undefined, freq: 1 })
  })
  return fc.tuple(...fields).map((pairs) => pairs.filter((pair) => pair !== undefined))
}

function mutatedQueries(parameters: readonly Parameter[], options: CallOptions): fc.Arbitrary<Query> {
  const names = fc.constantFrom(...parameters.map(({ name }) => name), 'unknown', '__proto__', 'limit[]')
  const wrong = fc.array(fc.tuple(names, nastyTexts), { minLength: 1, maxLength: 3 })
  return fc.tuple(queries(parameters, options), wrong).map(([right, more]) => [...right, ...more])
}

function pathOf(template: string, values: readonly string[]): string {
  let next = 0
  return template.replace(/\{\w+\}/g, () => values[next++] ?? '')
}
