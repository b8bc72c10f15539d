import { isObject } from './subschemas.ts'

/** Steps of checking one value against one subschema, without its nested subschemas. */
export interface StepsOfSchema {
  /** For any value. */
  always: number
  /** Added for each member of an object. */
  perMember: number
  /** Added for each item of an array. */
  perItem: number
  /** Added for each 64 characters of a string. */
  perText: number
}

const MEMBERS_OF_STEP = 16
const CHARACTERS_OF_STEP = 64

/** Keywords with a list of subschemas, each of which is checked. */
const BRANCHES = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
/** Keywords that visit or count each member of an object, or each item of an array. */
const FOR_EACH_MEMBER = [
  'additionalProperties',
  'maxProperties',
  'minProperties',
  'propertyNames',
  'unevaluatedProperties',
]
const FOR_EACH_ITEM = ['contains', 'items', 'unevaluatedItems']

/** A check may end at the first keyword that fails, so trying a branch is counted in the schema that contains it. */
export function stepsOfSchema(schema: Record<string, unknown>): StepsOfSchema {
  const { properties, required, dependentRequired, dependentSchemas } = schema
  const named = sum([properties, required, dependentRequired, dependentSchemas].map(sizeOf))
  const values = nodesIn(schema['enum']) + nodesIn(schema['const'])
  const branches = sum(BRANCHES.map((keyword) => sizeOf(schema[keyword])))
  return {
    always: 1 + branches + Math.ceil((named + values) / MEMBERS_OF_STEP),
    perMember: sizeOf(schema['patternProperties']) + countIn(schema, FOR_EACH_MEMBER),
    perItem: countIn(schema, FOR_EACH_ITEM),
    perText: countIn(schema, ['minLength', 'maxLength']),
  }
}

/** Steps for one value. */
export function stepsOf({ always, perMember, perItem, perText }: StepsOfSchema, data: unknown): number {
  if (typeof data === 'string') return always + Math.ceil((data.length * perText) / CHARACTERS_OF_STEP)
  if (Array.isArray(data)) return always + data.length * perItem
  if (perMember === 0 || !isObject(data)) return always
  return always + Object.keys(data).length * perMember
}

function countIn(schema: Record<string, unknown>, keywords: readonly string[]): number {
  return keywords.filter((keyword) => keyword in schema).length
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

function sizeOf(value: unknown): number {
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0
}

function nodesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return value === undefined ? 0 : 1
  return 1 + sum(Object.values(value).map(nodesIn))
}
