import type { CreatedRelay } from '@posthorn/contracts'
import type { Cli } from '../cli.ts'
import type { TenantSession } from '../config/api-options.ts'
import { keepRelaySecret, relaySecretOf } from '../config/relay-secrets.ts'

/**
 * Prepares a relay when it was created or found, and prints it; only once for each.
 * @param isRaw whether it gets bodies as the provider sent them
 */
export function relayPreparation(
  cli: Cli,
  { tenant, printer }: TenantSession,
  { isRaw }: { isRaw: boolean },
): (relay: CreatedRelay) => Promise<void> {
  let preparedId: string | undefined
  return async (relay) => {
    const { id, name, eventTypes } = relay
    if (id === preparedId) return
    if (isRaw && (await tenant.endpoints.get(id)).payloadFormat !== 'raw') {
      await tenant.endpoints.update(id, { payloadFormat: 'raw' })
    }
    if (relay.secret !== null) {
      // The home directory of a container may be read-only.
      await keepRelaySecret(cli, id, relay.secret).catch((error: Error) =>
        printer.note(`The signing secret is not kept for the next start: ${error.message}`),
      )
    }
    const secret = relay.secret ?? (await relaySecretOf(cli, id)) ?? null
    const events = eventTypes.join(', ')
    printer.event(
      { type: 'relay', id, name, eventTypes, secret },
      [
        `Listening as ${name} (${id}) for ${events === '*' ? 'all events' : events}`,
        secret === null
          ? `The signing secret was shown when the listener was created; "posthorn endpoints rotate-secret ${id}" makes a new one`
          : `Signing secret: ${secret}`,
      ].join('\n'),
    )
    preparedId = id
  }
}
