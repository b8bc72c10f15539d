import { topLevelMembers } from '@posthorn/webhook'

/** The text of a member of a JSON object, with all digits of its numbers; empty without it. */
export function memberText(json: string, name: string): string {
  const bytes = Buffer.from(json)
  const member = topLevelMembers(bytes).find(({ key }) => key === name)
  return member === undefined ? '' : bytes.toString('utf8', member.start, member.end)
}
