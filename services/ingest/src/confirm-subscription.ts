import { ProblemError } from '@posthorn/contracts'
import type { Egress, SendResult } from '@posthorn/egress'
import { FairSemaphore } from '@posthorn/fairness'

/** At a time, of all tenants. One tenant takes a part of them. */
const CONFIRMATIONS_MAX = 8
const TIMEOUT_MS = 5_000

interface Confirmation {
  tenantId: string
  /** Of a host of the provider, from a verified request. */
  url: string
}

/**
 * Confirms a subscription: visits the URL that the provider has sent.
 * @throws ProblemError `unavailable`, after which the provider sends its request again
 */
export type ConfirmSubscription = (confirmation: Confirmation) => Promise<void>

interface ConfirmDependencies {
  egress: Pick<Egress, 'send'>
  log: { warn(fields: Record<string, unknown>, message: string): void }
}

export function createConfirmSubscription({ egress, log }: ConfirmDependencies): ConfirmSubscription {
  const slots = new FairSemaphore(CONFIRMATIONS_MAX)

  async function visit({ tenantId, url }: Confirmation): Promise<SendResult | { error: unknown }> {
    try {
      const slot = await slots.acquire(tenantId, AbortSignal.timeout(TIMEOUT_MS))
      const request = { method: 'GET' as const, tenantId, url, headers: {}, timeoutMs: TIMEOUT_MS }
      return await egress.send(request).finally(() => slot.release())
    } catch (error) {
      return { error }
    }
  }

  return async (confirmation) => {
    const result = await visit(confirmation)
    if ('statusCode' in result && result.statusCode >= 200 && result.statusCode < 300) return
    const { tenantId, url } = confirmation
    const host = URL.parse(url)?.host
    if ('statusCode' in result) {
      log.warn({ tenantId, host, statusCode: result.statusCode }, 'subscription.confirm_failed')
    } else {
      const err = 'detail' in result ? new Error(result.detail) : result.error
      log.warn({ err, tenantId, host }, 'subscription.confirm_failed')
    }
    throw new ProblemError('unavailable', 'The subscription cannot be confirmed now. Repeat the request.')
  }
}
