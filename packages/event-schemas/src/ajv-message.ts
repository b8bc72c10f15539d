import type { ErrorObject } from 'ajv'

const VALUES_LENGTH_MAX = 250

const TYPES: Record<string, string> = {
  array: 'an array',
  boolean: 'true or false',
  integer: 'a whole number',
  null: 'null',
  number: 'a number',
  object: 'an object',
  string: 'a string',
}

const FORMATS: Record<string, string> = {
  date: 'a date, like 2026-11-21',
  'date-time': 'a time with an offset, like 2026-11-21T20:24:50Z',
  duration: 'a duration, like P3DT12H',
  email: 'an email address',
  hostname: 'a host name',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  'json-pointer': 'a JSON pointer, like /a/0',
  regex: 'a regular expression',
  time: 'a time of day with an offset, like 20:24:50Z',
  uri: 'a URI',
  'uri-reference': 'a URI or a reference to one',
  'uri-template': 'a URI template',
  uuid: 'a UUID',
}

/** Describes one issue in the style of the API's other messages. Every keyword of 2020-12 has its own message. */
export function ajvMessage({ keyword, params, schema }: ErrorObject): string {
  switch (keyword) {
    case 'type':
      return `expected ${list([params['type']].flat().map(typeText))}`
    case 'enum':
      return `expected one of ${cut(jsonList(params['allowedValues']))}`
    case 'const':
      return `expected ${cut(JSON.stringify(params['allowedValue']))}`
    case 'format':
      return `expected ${FORMATS[String(params['format'])] ?? `the format ${JSON.stringify(params['format'])}`}`
    case 'pattern':
      return `expected text that matches the pattern ${cut(JSON.stringify(params['pattern']))}`
    case 'minimum':
      return `must be at least ${params['limit']}`
    case 'maximum':
      return `must be at most ${params['limit']}`
    case 'exclusiveMinimum':
      return `must be more than ${params['limit']}`
    case 'exclusiveMaximum':
      return `must be less than ${params['limit']}`
    case 'multipleOf':
      return `must be a multiple of ${params['multipleOf']}`
    case 'minLength':
      return `must have at least ${counted(params['limit'], 'character')}`
    case 'maxLength':
      return `must have at most ${counted(params['limit'], 'character')}`
    case 'minItems':
      return `must have at least ${counted(params['limit'], 'item')}`
    case 'maxItems':
    case 'items':
    case 'additionalItems':
    case 'unevaluatedItems':
      return `must have at most ${counted(params['limit'] ?? params['len'], 'item')}`
    case 'uniqueItems':
      return 'must not have duplicate items'
    case 'contains':
      return containsText(params)
    case 'minProperties':
      return `must have at least ${counted(params['limit'], 'field')}`
    case 'maxProperties':
      return `must have at most ${counted(params['limit'], 'field')}`
    case 'required':
      return 'is required'
    case 'dependentRequired':
    case 'dependencies':
      return `is required with ${JSON.stringify(params['property'])}`
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'unknown field'
    case 'propertyNames':
      return `must not have a field named ${cut(JSON.stringify(params['propertyName']))}`
    case 'anyOf':
      return 'has none of the allowed forms'
    case 'oneOf':
      return params['passingSchemas'] === null
        ? 'has none of the allowed forms'
        : 'has more than one of the allowed forms, expected exactly one'
    case 'not':
      return 'has a form that is not allowed'
    case 'if':
      return `must have the form of "${params['failingKeyword']}"`
    case 'false schema':
      return 'is not allowed'
    default:
      return `does not meet ${JSON.stringify(keyword)}${schema === undefined ? '' : `: ${cut(JSON.stringify(schema))}`}`
  }
}

function typeText(type: unknown): string {
  return TYPES[String(type)] ?? String(type)
}

function containsText({ minContains, maxContains }: ErrorObject['params']): string {
  const most = maxContains === undefined ? '' : ` and at most ${maxContains}`
  return `must have at least ${minContains}${most} matching ${maxContains === undefined && minContains === 1 ? 'item' : 'items'}`
}

function counted(count: unknown, one: string): string {
  return `${String(count)} ${one}${count === 1 ? '' : 's'}`
}

function list(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`
}

function jsonList(values: unknown): string {
  return Array.isArray(values) ? values.map((value) => JSON.stringify(value)).join(', ') : String(values)
}

function cut(text: string): string {
  return text.length <= VALUES_LENGTH_MAX ? text : `${text.slice(0, VALUES_LENGTH_MAX - 1)}…`.toWellFormed()
}
