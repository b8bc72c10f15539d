import { type FieldError, ProblemError } from '@posthorn/contracts'
import type { FastifySchemaCompiler } from 'fastify'
import type { z } from 'zod'
import { issueMessage } from './issue-message.ts'

/** Makes fastify validate with zod: the handler receives the schema's output, and a problem names each invalid field. */
export const validateWithZod: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  return (data) => {
    const result = check(schema, data)
    if (result.success) return { value: result.data }
    // Fastify passes null for a missing body.
    if (httpPart === 'body' && data === null) return { error: invalidFields([BODY_MISSING]) }
    return { error: invalidInput(result.error, httpPart) }
  }
}

const BODY_MISSING: FieldError = { path: '', message: 'a body is required: send a JSON object' }

/** Parses with messages for callers of the API, which say what each field needs. */
export function check<Schema extends z.ZodType>(
  schema: Schema,
  data: unknown,
): z.ZodSafeParseResult<z.output<Schema>> {
  return schema.safeParse(data, { error: issueMessage })
}

/**
 * The problem for invalid input.
 * @param part of the request, or a field of it; paths begin with its name, except those into the body and the query
 */
export function invalidInput(error: z.core.$ZodError, part?: string): ProblemError {
  return invalidFields(error.issues.flatMap((issue) => fieldErrorsOf(issue, part)))
}

/** Errors in one reply: a body can have a million. */
const ERRORS_MAX = 20
const PATH_LENGTH_MAX = 512

/**
 * The problem that names these fields.
 * @param max of them, the first ones. Default: ERRORS_MAX
 */
export function invalidFields(all: FieldError[], max = ERRORS_MAX): ProblemError {
  const errors = all.slice(0, max).map(({ path, message }) => ({ path: shortened(path), message }))
  const sentences = errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
  if (all.length > errors.length) sentences.push(`and ${all.length - errors.length} more`)
  return new ProblemError('invalid_request', sentences.join('; '), { errors })
}

function shortened(path: string): string {
  return path.length > PATH_LENGTH_MAX ? `${path.slice(0, PATH_LENGTH_MAX)}…` : path
}

function fieldErrorsOf(issue: z.core.$ZodIssue, part: string | undefined): FieldError[] {
  const within = part === undefined || part === 'body' || part === 'querystring' ? [] : [part]
  const path = [...within, ...issue.path.map(String)]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'unknown field' }))
  }
  return [{ path: path.join('.'), message: issue.message }]
}
