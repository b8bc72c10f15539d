import { ProblemError } from '@posthorn/contracts'
import type { Egress } from '@posthorn/egress'
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

  async function visit({ tenantId, url }: Confirmation): Promise<void> {
    const slot = await slots.acquire(tenantId, AbortSignal.timeout(TIMEOUT_MS))
    const result = await egress
      .send({ method: 'GET', tenantId, url, headers: {}, timeoutMs: TIMEOUT_MS })
      .finally(() => slot.release())
    if (result.kind === 'error') throw new Error(result.detail)
    const { statusCode } = result
    if (statusCode < 200 || statusCode >= 300)
      throw new Error(`the provider replies with status ${statusCode}`)
  }

  return async (confirmation) => {
    try {
      await visit(confirmation)
    } catch (error) {
      const { tenantId, url } = confirmation
      log.warn({ err: error, tenantId, host: URL.parse(url)?.host }, 'subscription.confirm_failed')
      const detail = 'The subscription cannot be confirmed now. Repeat the request.'
      throw new ProblemError('unavailable', detail, { cause: error })
    }
  }
}
