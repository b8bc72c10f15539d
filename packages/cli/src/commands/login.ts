import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { posthornAt } from '../config/api-options.ts'
import { changeConfig } from '../config/change-config.ts'
import { configFileOf, readConfig } from '../config/config-file.ts'
import { type ConnectionOptions, profileNameOf, urlOf } from '../config/connection.ts'
import { examples } from '../output/examples.ts'
import { Printer } from '../output/printer.ts'
import { UsageError } from '../process/cli-error.ts'
import { readSecret } from '../process/read-secret.ts'

interface LoginOptions extends ConnectionOptions {
  delete?: boolean
  json?: boolean
}

export function addLogin(program: Command, cli: Cli): void {
  program
    .command('login')
    .description('check an API key and store it as a profile')
    .option('--url <url>', 'URL of the API; POSTHORN_URL (default: http://127.0.0.1:8080)')
    .option('--tenant <id>', 'tenant of the profile (default: the tenant of the key)')
    .option('--profile <name>', 'name of the profile; POSTHORN_PROFILE (default: "default")')
    .option('--delete', 'delete the profile instead')
    .option('--json', 'print one JSON object a line')
    .addHelpText(
      'after',
      `
The key is read from POSTHORN_API_KEY, from standard input, or typed in. Only you can read the file that keeps it.
${examples(
  'posthorn login --url https://posthorn.example.com',
  'posthorn login --profile staging < key.txt',
  'posthorn login --profile staging --delete',
)}`,
    )
    .action(async (options: LoginOptions) => {
      const printer = new Printer(cli, options)
      if (options.delete === true) await deleteProfile(cli, options, printer)
      else await login(cli, options, printer)
    })
}

async function login(cli: Cli, options: LoginOptions, printer: Printer): Promise<void> {
  const file = configFileOf(cli)
  const name = profileNameOf(options, cli.env)
  const { profiles } = await readConfig(file)
  const url = urlOf(options, cli.env, Object.hasOwn(profiles, name) ? profiles[name] : undefined)
  const key = cli.env['POSTHORN_API_KEY'] || (await readSecret(cli, `API key for ${url}: `))
  if (!/^[!-~]+$/.test(key)) throw new UsageError('API key: expected visible characters without spaces')
  const { version, caller } = await posthornAt({ url, key }).meta()
  const ownTenant = caller.tenantId ?? undefined
  const tenant = options.tenant ?? (cli.env['POSTHORN_TENANT'] || ownTenant)
  if (ownTenant !== undefined && tenant !== ownTenant) {
    throw new UsageError(`the key is for the tenant "${ownTenant}", not for "${tenant}"`)
  }
  const profile = { url, key, ...(tenant !== undefined && { tenant }) }
  await changeConfig(file, (config) => ({ ...config, profiles: { ...config.profiles, [name]: profile } }))
  printer.result(
    { profile: name, url, tenant: tenant ?? null, role: caller.role, version, file },
    `Logged in to Posthorn ${version} at ${url} with the role ${caller.role}` +
      `${tenant === undefined ? ', for all tenants' : `, tenant ${tenant}`}.\nStored as profile "${name}" in ${file}`,
  )
}

async function deleteProfile(cli: Cli, options: LoginOptions, printer: Printer): Promise<void> {
  const file = configFileOf(cli)
  const name = profileNameOf(options, cli.env)
  await changeConfig(file, (config) => {
    const { profiles } = config
    if (!Object.hasOwn(profiles, name)) throw new UsageError(`profile "${name}" does not exist`)
    const rest = Object.fromEntries(Object.entries(profiles).filter(([each]) => each !== name))
    return { ...config, profiles: rest }
  })
  printer.result({ profile: name, deleted: true }, `Deleted the profile "${name}".`)
}
