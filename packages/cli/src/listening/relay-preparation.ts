import type { CreatedRelay } from '@posthorn/contracts'
import type { Cli } from '../cli.ts'
import type { TenantSession } from '../config/api-options.ts'
import { configFileOf, readConfig, writeConfig } from '../config/config-file.ts'

/**
 * Prepares a relay when it was created or found, and tells of it; only once for each.
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
    const secret = await secretOf(cli, relay)
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

/** A secret is shown once, when the relay is created: later starts on this machine read it from the configuration. */
async function secretOf(cli: Cli, { id, secret }: CreatedRelay): Promise<string | null> {
  const file = configFileOf(cli)
  const config = await readConfig(file)
  if (secret === null) return config.relaySecrets[id] ?? null
  await writeConfig(file, { ...config, relaySecrets: { ...config.relaySecrets, [id]: secret } })
  return secret
}
