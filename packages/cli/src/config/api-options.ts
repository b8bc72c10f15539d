import { Posthorn, type Tenant } from '@posthorn/client'
import type { Command } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import type { Cli } from '../cli.ts'
import { Printer } from '../output/printer.ts'
import { UsageError } from '../process/cli-error.ts'
import { configFileOf, isExposed, readConfig } from './config-file.ts'
import { type Connection, type ConnectionOptions, connectionOf } from './connection.ts'

/** Options of every command that calls the API. */
export interface ApiOptions extends ConnectionOptions {
  json?: boolean | undefined
}

/** Adds {@link ApiOptions} to a command. */
export function withApiOptions(command: Command): Command {
  return command
    .option('--tenant <id>', 'tenant to work on; POSTHORN_TENANT (default: the tenant of the key)')
    .option('--url <url>', 'URL of the API; POSTHORN_URL')
    .option('--profile <name>', 'profile of "posthorn login"; POSTHORN_PROFILE (default: "default")')
    .option('--json', 'print one JSON object a line')
}

/** A Posthorn, and where a command prints. */
export interface ApiSession {
  posthorn: Posthorn
  connection: Connection
  printer: Printer
}

/** Opens the Posthorn that the options, the environment or the profile name. No request is made. */
export async function openApi(cli: Cli, options: ApiOptions): Promise<ApiSession> {
  const file = configFileOf(cli)
  const connection = connectionOf(options, cli.env, await readConfig(file))
  const printer = new Printer(cli, options)
  if (await isExposed(file)) {
    printer.note(`${file} has keys and can be read by other users: run "chmod 600 ${file}".`)
  }
  return { posthorn: posthornAt(connection), connection, printer }
}

/** A client that names itself. */
export function posthornAt({ url, key }: Pick<Connection, 'url' | 'key'>): Posthorn {
  return new Posthorn({ url, key, userAgent: `posthorn-cli/${manifest.version}` })
}

/** A session for the objects of one tenant. */
export interface TenantSession extends ApiSession {
  tenant: Tenant
}

/**
 * Opens the tenant that is named, or that of the key.
 * @throws UsageError when the key is for all tenants and none is named
 */
export async function openTenant(cli: Cli, options: ApiOptions): Promise<TenantSession> {
  const session = await openApi(cli, options)
  const { posthorn, connection } = session
  const id = connection.tenant ?? (await posthorn.meta()).caller.tenantId
  if (id === null)
    throw new UsageError('the key is for all tenants: name one with --tenant or POSTHORN_TENANT')
  return { ...session, tenant: posthorn.tenant(id) }
}
