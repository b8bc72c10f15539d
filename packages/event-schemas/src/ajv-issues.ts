import type { ErrorObject } from 'ajv'
import { ajvMessage } from './ajv-message.ts'
import type { SchemaIssue } from './schema-error.ts'

const ISSUES_MAX = 20
const PATH_LENGTH_MAX = 256
const MESSAGE_LENGTH_MAX = 500

/**
 * Converts ajv's errors into the form of the API's errors: one for each path, with all its messages, at most 20.
 * @param root first part of each path
 */
export function issuesOf(errors: readonly ErrorObject[], root: string): SchemaIssue[] {
  const messages = new Map<string, Set<string>>()
  for (const error of errors) {
    const path = cut(pathOf(error, root), PATH_LENGTH_MAX)
    const known = messages.get(path)
    if (known !== undefined) known.add(ajvMessage(error))
    else if (messages.size < ISSUES_MAX) messages.set(path, new Set([ajvMessage(error)]))
  }
  return [...messages].map(([path, texts]) => ({
    path,
    message: cut([...texts].join(', '), MESSAGE_LENGTH_MAX),
  }))
}

/** Path of the issue. For a missing or unknown member it is the path of the member, not of the object. */
function pathOf({ instancePath, params }: ErrorObject, root: string): string {
  const parts = instancePath.split('/').slice(1).map(unescaped)
  const name: unknown =
    params['missingProperty'] ?? params['additionalProperty'] ?? params['unevaluatedProperty']
  return [root, ...parts, ...(typeof name === 'string' ? [name] : [])].join('.')
}

/** A part of a JSON pointer (RFC 6901). */
function unescaped(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`.toWellFormed()
}
