import type { paths } from '@posthorn/contracts/client-types'
import createClient from 'openapi-fetch'
import { authorizationHeader } from '../session/portal-token.ts'
import { problemOfReply, RequestProblem } from './problem.ts'

/** The API of this origin, with its types. Requests carry the session of the browser, or the token of a portal. */
export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? '',
  querySerializer: { array: { style: 'form', explode: false } },
})

api.use({
  onRequest({ request }) {
    // With a cookie, the API accepts a write only with this header, which no form of another site can send.
    request.headers.set('x-posthorn-client', 'web')
    const authorization = authorizationHeader()
    if (authorization !== undefined) request.headers.set('authorization', authorization)
    return request
  },
})

interface Reply<Data> {
  data?: Data
  error?: unknown
  response: Response
}

/**
 * The data of a successful reply.
 * @throws RequestProblem
 */
export async function dataOf<Data>(call: Promise<Reply<Data>>): Promise<Data> {
  const { data, error, response } = await call
  if (!response.ok) throw problemOfReply(error, response)
  return data as Data
}

/** Whether an error says that there is no session, or no longer. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof RequestProblem && error.status === 401
}
