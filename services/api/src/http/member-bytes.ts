import { invalidFields } from '@posthorn/runtime'
import { DuplicateMemberError, type JsonMember, topLevelMembers } from '@posthorn/webhook'

/**
 * The bytes of one member of a JSON object, as sent. The object has passed its schema.
 * @throws ProblemError when the object has a duplicate name
 */
export function memberBytes(object: Uint8Array, name: string): Uint8Array {
  const member = membersOf(object).find(({ key }) => key === name)
  if (member === undefined) throw new Error(`the object passed its schema without "${name}"`)
  return object.subarray(member.start, member.end)
}

function membersOf(object: Uint8Array): JsonMember[] {
  try {
    return topLevelMembers(object)
  } catch (error) {
    if (!(error instanceof DuplicateMemberError)) throw error
    throw invalidFields([{ path: error.key, message: 'duplicate name' }])
  }
}
