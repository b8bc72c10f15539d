import type { Reply } from '../test/harness/api-client.ts'

/** What the API has made; that it did is a condition of all that comes after. */
export async function created<Thing>(answer: Promise<Reply<Thing>>): Promise<Thing> {
  const { status, text, body } = await answer
  if (status !== 201) throw new Error(`setting up the tenant: ${status} ${text}`)
  return body
}
