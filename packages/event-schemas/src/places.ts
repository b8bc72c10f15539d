import type { ErrorObject } from 'ajv'
import { faultMessage } from './fault-message.ts'
import type { Place } from './schema-error.ts'

const PLACES_MAX = 20
const PATH_LENGTH_MAX = 256
const MESSAGE_LENGTH_MAX = 500

/**
 * What ajv says, in the form of the API's errors: one for each path, with all that is said of it, and no more than 20.
 * @param root what the first part of each path is called
 */
export function placesOf(errors: readonly ErrorObject[], root: string): Place[] {
  const messages = new Map<string, Set<string>>()
  for (const error of errors) {
    const path = cut(pathOf(error, root), PATH_LENGTH_MAX)
    const known = messages.get(path)
    if (known !== undefined) known.add(faultMessage(error))
    else if (messages.size < PLACES_MAX) messages.set(path, new Set([faultMessage(error)]))
  }
  return [...messages].map(([path, said]) => ({
    path,
    message: cut([...said].join(', '), MESSAGE_LENGTH_MAX),
  }))
}

/** Where the fault is: what is missing, and what there should not be, is named itself and not the object around it. */
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
