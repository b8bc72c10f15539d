import type { KeyRole } from '@posthorn/contracts'
import type { RunningPosthorn, Tenant } from '../posthorn.ts'
import { keyOf } from '../tenant-routes.ts'
import { type CliUser, createCliUser } from './run-cli.ts'

/** The command line of someone with a key of a tenant, as the environment of their shell has it. */
export async function cliOf(
  posthorn: RunningPosthorn,
  tenant: Tenant,
  { role = 'manage', url = posthorn.service('api').url }: { role?: KeyRole; url?: string } = {},
): Promise<CliUser> {
  const { key } = await keyOf(posthorn, tenant, role)
  return createCliUser({ POSTHORN_URL: url, POSTHORN_API_KEY: key })
}
