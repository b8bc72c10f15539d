import { request } from 'undici'

export interface Reply {
  /** Undefined: the connection was refused or broke. */
  status: number | 'timeout' | undefined
  headers: Record<string, string | string[] | undefined>
  text: string
}

/** Sends one request, and never throws. */
export async function post(
  url: string,
  {
    headers,
    body,
    timeoutMs,
  }: { headers: Record<string, string>; body: string | Uint8Array; timeoutMs: number },
): Promise<Reply> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const response = await request(url, { method: 'POST', headers, body, signal })
    const text = await response.body.text()
    return { status: response.statusCode, headers: response.headers, text }
  } catch {
    return { status: signal.aborted ? 'timeout' : undefined, headers: {}, text: '' }
  }
}
