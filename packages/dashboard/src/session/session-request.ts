import { authorizationHeader } from './portal-token.ts'

/** A request about sessions, in the form that `dataOf` reads. */
export async function sessionRequest<Data>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: object,
): Promise<{ data?: Data; error?: unknown; response: Response }> {
  const authorization = authorizationHeader()
  const response = await fetch(path, {
    method,
    headers: {
      'x-posthorn-client': 'web',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(authorization === undefined ? {} : { authorization }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const parsed = text === '' ? undefined : JSON.parse(text)
  return response.ok ? { data: parsed, response } : { error: parsed, response }
}
