import type { Reply } from '../test/harness/api-client.ts'

/**
 * The created object of a reply.
 * @throws for any status but 201
 */
export async function created<Thing>(reply: Promise<Reply<Thing>>): Promise<Thing> {
  const { status, text, body } = await reply
  if (status !== 201) throw new Error(`setting up the tenant: ${status} ${text}`)
  return body
}
