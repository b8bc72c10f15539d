import { type ApiClient } from './api-client.ts'

export interface Published {
  /** Events that were answered with 202: these must arrive. */
  accepted: string[]
  /** Publications with another reply or none: these may arrive or not. */
  unanswered: number
}

/**
 * Publishes events one after another on several connections, until `isOver`.
 * @param options.tenant path of the tenant
 */
export async function publishLoad(
  api: ApiClient,
  {
    tenant,
    connections,
    isOver,
  }: { tenant: string; connections: number; isOver: (accepted: number) => boolean },
): Promise<Published> {
  const accepted: string[] = []
  let unanswered = 0
  async function publish(): Promise<void> {
    while (!isOver(accepted.length)) {
      try {
        const reply = await api.post<{ id: string }>(`${tenant}/events`, {
          type: 'load.tick',
          data: { n: accepted.length },
        })
        if (reply.status === 202) accepted.push(reply.body.id)
        else unanswered += 1
      } catch {
        unanswered += 1
      }
    }
  }
  await Promise.all(Array.from({ length: connections }, publish))
  return { accepted, unanswered }
}

/** The event of a request at the receiver. */
export function eventIdOf(request: { headers: Record<string, unknown> }): string {
  return String(request.headers['webhook-id'])
}
