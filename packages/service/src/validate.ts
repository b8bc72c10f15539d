import { type FieldError, ProblemError } from '@posthorn/contracts'
import type { FastifySchemaCompiler } from 'fastify'
import type { z } from 'zod'

/** Makes fastify validate with zod: what it hands to the handler is the schema's output, what it refuses names each field. */
export const validateWithZod: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  return (data) => {
    const result = schema.safeParse(data)
    if (result.success) return { value: result.data }
    return { error: invalidInput(result.error, httpPart) }
  }
}

/**
 * The problem that bad input makes.
 * @param part of the request; paths into the body and the query stand alone, the others begin with the part's name
 */
export function invalidInput(error: z.core.$ZodError, part?: string): ProblemError {
  const errors = error.issues.flatMap((issue) => fieldErrorsOf(issue, part))
  const detail = errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')
  return new ProblemError('invalid_request', detail, { errors })
}

function fieldErrorsOf(issue: z.core.$ZodIssue, part: string | undefined): FieldError[] {
  const within = part === 'params' || part === 'headers' ? [part] : []
  const path = [...within, ...issue.path.map(String)]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'there is no such field' }))
  }
  return [{ path: path.join('.'), message: issue.message }]
}
