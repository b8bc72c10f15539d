import type { Cli } from '../cli.ts'
import { changeConfig } from './change-config.ts'
import { configFileOf, readConfig } from './config-file.ts'

type ConfigOwner = Pick<Cli, 'env' | 'homeDirectory'>

/** The signing secret of a relay that was created on this machine. */
export async function relaySecretOf(cli: ConfigOwner, id: string): Promise<string | undefined> {
  const { relaySecrets } = await readConfig(configFileOf(cli))
  return Object.hasOwn(relaySecrets, id) ? relaySecrets[id] : undefined
}

/** Keeps the signing secret of a relay: the API shows it once, and each start of a listener shows it again. */
export async function keepRelaySecret(cli: ConfigOwner, id: string, secret: string): Promise<void> {
  await changeConfig(configFileOf(cli), (config) => ({
    ...config,
    relaySecrets: { ...config.relaySecrets, [id]: secret },
  }))
}
